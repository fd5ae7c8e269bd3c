// What wings count on places: a card carries {place: figure} as JSON under "place-counts-" and the
// name of its icon. Every button of a place shows its figure; the sheets do so for their rows.
document.addEventListener("htmx:afterSettle", () => {
  for (const script of document.querySelectorAll("script[id^='place-counts-']")) {
    tell(script.id.replace("place-counts-", ""), JSON.parse(script.textContent));
  }
});

function tell(kind, counts) {
  for (const place of document.querySelectorAll(`[data-count-of="${kind}"]`)) {
    place.textContent = counts[place.dataset.placeCount] || "";
  }
  document.dispatchEvent(new CustomEvent("place-counts", { detail: { kind, counts } }));
}

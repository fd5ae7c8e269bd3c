// A note being written: Ctrl+Enter saves, Escape and 放弃 leave it as it was.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-note-form] textarea");
  if (box && event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  if (box && event.key === "Escape") box.form.querySelector("[data-note-cancel]")?.click();
});

// A note that was never saved has nothing to go back to.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-note-cancel]:not([hx-get])");
  button?.closest("form").remove();
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  detail.elt?.querySelector?.("[data-note-form] textarea")?.focus();
});

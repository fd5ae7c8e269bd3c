// The findings beside the plan, asked anew after every save, marked in outline and cells.
import { readJson } from "./grid/json.js";

export function refreshCheck() {
  const card = document.getElementById("check");
  if (card) htmx.trigger(card, "check-changed");
  htmx.trigger(document.body, "plan-changed");
}

export function listenCheck(page) {
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const marks = target.id === "check" && readJson("plan-findings");
    if (!marks) return;
    page.show(marks.cells);
    outline(marks.counts);
  });
}

function outline(counts) {
  for (const place of document.querySelectorAll("[data-finds]")) {
    const { error = 0, warning = 0 } = counts[place.dataset.finds] ?? {};
    place.textContent = error || warning || "";
    place.className = error ? "f" : "w";
    place.title = error || warning ? interpolate(gettext("%s 处要看"), [error + warning]) : "";
  }
}

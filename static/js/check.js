// The findings beside the plan, asked anew after every save, marked in outline and cells.
import { unfold } from "./fold.js";
import { readJson } from "./grid/json.js";
import { step } from "./grid/step.js";

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
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fix]");
    if (button) mend(page, button.dataset);
  });
}

// What the finding proposes, done in the sheet: one step that can be taken back.
async function mend(page, { fix, section, row, texts }) {
  const card = document.getElementById(`s-${section}`);
  if (!card) return;
  if (card.hidden) unfold(card);
  const sheet = await page.sheetOf(card);
  if (fix === "add") return add(sheet, JSON.parse(texts));
  const found = sheet.rows.find(({ id }) => String(id) === row);
  if (!found) return card.scrollIntoView();
  if (fix === "delete") return sheet.remove([found]);
  const [values] = JSON.parse(texts);
  sheet.reveal(found, Object.keys(values)[0]);
  return sheet.write(Object.entries(values).map(([field, text]) => ({ row: found, field, text })));
}

function add(sheet, texts) {
  const at = sheet.lastRow;
  const added = texts.map((_, down) => ({ row: sheet.newRow(), at: at + down }));
  const cells = texts.flatMap((values, down) => Object.entries(values).map(([field, text]) => (
    { row: added[down].row, field, before: "", after: text })));
  sheet.change(step({ added, cells }));
  sheet.reveal(added[0].row, cells[0].field);
}

function outline(counts) {
  for (const place of document.querySelectorAll("[data-finds]")) {
    const { error = 0, warning = 0 } = counts[place.dataset.finds] ?? {};
    place.textContent = error || warning || "";
    place.className = error ? "f" : "w";
    place.title = error || warning ? interpolate(gettext("%s 处要看"), [error + warning]) : "";
  }
}

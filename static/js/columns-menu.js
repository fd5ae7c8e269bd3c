// The 列 menu of a section: which columns show.
import { element } from "./grid/cells.js";

document.addEventListener("sheet-ready", ({ target, detail }) => fill(target, detail), true);

function fill(card, sheet) {
  const items = card.querySelector("[data-columns-menu] .items");
  items?.closest("details").addEventListener("toggle", () => items.replaceChildren(...sheet.columns.all.map((column) => line(sheet, column))));
}

function line(sheet, column) {
  const box = element("input");
  box.type = "checkbox";
  box.checked = sheet.columns.shown.includes(column);
  box.addEventListener("change", () => {
    sheet.columns.show(column.field, box.checked);
    sheet.columns.choose(sheet.rows);
    sheet.view.redraw();
  });
  return element("label", "", box, column.label);
}

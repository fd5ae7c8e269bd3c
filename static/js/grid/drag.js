// Rows move by their handle.
import { placeOf } from "./place.js";

export function listenDrag(sheet) {
  const { table } = sheet.view;

  table.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("th.handle");
    const place = handle && placeOf(sheet, handle);
    if (!place || !sheet.config.may.edit || event.button !== 0 || sheet.isGhost(sheet.rows[place.row])) return;
    if (event.pointerType === "touch") return;
    follow(sheet, sheet.rows[place.row], event);
  });
}

function follow(sheet, row, start) {
  let to = null;
  const chosen = sheet.selection.isSet && sheet.selection.rows.includes(row) ? sheet.selection.rows : [row];

  const moved = (event) => {
    if (to === null && Math.abs(event.clientY - start.clientY) < 6) return;
    to = target(sheet, event.clientY);
    show(sheet, to);
  };
  const released = () => {
    document.removeEventListener("pointermove", moved);
    show(sheet, null);
    if (to !== null) sheet.move(chosen.filter((one) => !sheet.isGhost(one)), to);
  };
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", released, { once: true });
}

// The index before which a row dropped at this height would stand.
function target(sheet, height) {
  const lines = sheet.rows.slice(0, sheet.lastRow).map((row) => sheet.view.lines.get(row.key).getBoundingClientRect());
  const at = lines.findIndex(({ top, bottom }) => height < (top + bottom) / 2);
  return at < 0 ? sheet.lastRow : at;
}

function show(sheet, to) {
  sheet.view.table.classList.toggle("dragging", to !== null);
  sheet.view.body.querySelector(".drop")?.classList.remove("drop");
  if (to !== null) sheet.view.lines.get(sheet.rows[to]?.key)?.classList.add("drop");
}

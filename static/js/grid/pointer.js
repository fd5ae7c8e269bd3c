// Press chooses, pressing and moving chooses a block, a second press on a cell types into it.
import { placeOf } from "./place.js";

export function listenPointer(sheet) {
  const { table } = sheet.view;
  let dragging = false;

  table.addEventListener("pointerdown", (event) => {
    const place = placeOf(sheet, event.target);
    if (!place || event.target.closest("textarea, .suggestions") || event.button === 2) return;
    if (event.pointerType === "touch") return;
    event.preventDefault();
    sheet.editor.close(true);
    if (place.column < 0) return isChosenRow(sheet, place.row) || sheet.selection.wholeRow(place.row, event.shiftKey);
    dragging = true;
    sheet.selection.put(place.row, place.column, { extend: event.shiftKey });
  });

  table.addEventListener("pointerover", (event) => {
    const place = dragging && placeOf(sheet, event.target);
    if (place && place.column >= 0) sheet.selection.put(place.row, place.column, { extend: true });
  });

  document.addEventListener("pointerup", () => { dragging = false; });

  table.addEventListener("click", (event) => onClick(sheet, event));
  table.addEventListener("dblclick", (event) => {
    if (placeOf(sheet, event.target)?.column >= 0 && !sheet.editor.isOpen) sheet.editor.open();
  });
}

// Whole rows that are chosen already stay chosen: they may be about to be dragged.
const isChosenRow = ({ selection, columns }, row) => {
  if (!selection.isSet) return false;
  const { top, bottom, left, right } = selection.rectangle;
  return left === 0 && right === columns.shown.length - 1 && row >= top && row <= bottom;
};

// A tick answers to one press; on touch the second tap on the same cell types.
function onClick(sheet, event) {
  const place = placeOf(sheet, event.target);
  if (place?.column < 0 && sheet.rows[place.row].state === "conflict") return sheet.saver.resume(sheet.rows[place.row]);
  if (!place || place.column < 0 || event.target.closest("textarea")) return;
  const isTick = event.target.closest(".tick");
  const isSecondTap = event.pointerType === "touch" && isAt(sheet, place);
  if (event.pointerType === "touch") sheet.selection.put(place.row, place.column);
  if (isTick) toggle(sheet);
  else if (isSecondTap && !sheet.editor.isOpen) sheet.editor.open();
}

const isAt = ({ selection }, { row, column }) => selection.isSet && selection.focus.row === row && selection.focus.column === column;

export function toggle(sheet) {
  const { row, column } = sheet.selection;
  if (!sheet.mayEdit(row, column)) return sheet.explain(row, column);
  const text = row.get(column.field) === column.yes ? column.no : column.yes;
  sheet.write([{ row, field: column.field, text }]);
}

// Copy, cut and paste of blocks, to and from spreadsheets.
import { toast } from "../toast.js";
import { readBlock, writeBlock, writeTable } from "./clipboard.js";
import { pasteStep } from "./paste.js";

export function listenClipboard(sheet) {
  const { table } = sheet.view;
  const isOurs = () => sheet.selection.isSet && !sheet.editor.isOpen;
  table.addEventListener("copy", (event) => isOurs() && copy(sheet, event));
  table.addEventListener("cut", (event) => isOurs() && cut(sheet, event));
  table.addEventListener("paste", (event) => isOurs() && paste(sheet, event));
}

function copy(sheet, event) {
  event.preventDefault();
  const rows = sheet.selection.rows.filter((row) => !sheet.isGhost(row));
  const block = rows.map((row) => sheet.selection.columns.map((column) => row.get(column.field)));
  event.clipboardData.setData("text/plain", writeBlock(block));
  event.clipboardData.setData("text/html", writeTable(block));
}

function cut(sheet, event) {
  copy(sheet, event);
  sheet.empty();
}

function paste(sheet, event) {
  event.preventDefault();
  if (!sheet.config.may.edit) return toast(sheet.config.may.reason, "warn");
  const text = event.clipboardData.getData("text/plain");
  if (!text.trim()) return;
  const { beyond, ...done } = pasteStep(sheet, readBlock(text));
  const { top, left } = sheet.selection.rectangle;
  sheet.change(done);
  sheet.selection.put(top, left);
  const lines = new Set(done.cells.map(({ row }) => row)).size;
  if (lines > 1) sheet.notice = toast(interpolate(ngettext("粘贴了 %s 行", "粘贴了 %s 行", lines), [lines]), "ok", { text: gettext("撤销"), act: () => sheet.history.undo() });
  if (beyond) toast(interpolate(ngettext("最右边 %s 列没有粘贴：这张清单右边没有更多列", "最右边 %s 列没有粘贴：这张清单右边没有更多列", beyond), [beyond]), "warn");
}

// What can be done with the chosen rows: right button, the handle on touch, or the 行 button.
import { element } from "./cells.js";
import { fillDown, fillRight } from "./fill.js";
import { placeOf } from "./place.js";
import { placesOf, show } from "./places.js";
import { step } from "./step.js";

const menu = element("div", "popmenu");
menu.popover = "auto";
menu.setAttribute("role", "menu");
document.body.append(menu);
menu.addEventListener("keydown", walk);

export function listenRowMenu(sheet) {
  sheet.view.table.addEventListener("contextmenu", (event) => {
    const place = placeOf(sheet, event.target);
    if (!place || event.target.closest("textarea")) return;
    event.preventDefault();
    choose(sheet, place);
    open(sheet, event.clientX, event.clientY);
  });
  sheet.view.table.addEventListener("click", (event) => {
    const handle = event.pointerType === "touch" && event.target.closest("th.handle");
    const place = handle && placeOf(sheet, handle);
    if (!place) return;
    choose(sheet, place);
    open(sheet, event.clientX, event.clientY);
  });
  sheet.root.querySelector("[data-row-menu]")?.addEventListener("click", (event) => {
    if (!sheet.selection.isSet) sheet.selection.put(0, 0, { quiet: true });
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    open(sheet, left, bottom);
  });
}

function choose({ selection }, { row, column }) {
  const isInside = selection.isSet && row >= selection.rectangle.top && row <= selection.rectangle.bottom;
  if (!isInside) column < 0 ? selection.wholeRow(row) : selection.put(row, column);
}

function open(sheet, left, top) {
  menu.replaceChildren(...items(sheet).map(([words, keys, act]) => button(sheet, words, keys, act)));
  menu.showPopover();
  menu.style.left = `${Math.min(left, window.innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.top = `${Math.min(top, window.innerHeight - menu.offsetHeight - 8)}px`;
  menu.querySelector("button")?.focus();
}

function items(sheet) {
  const { top, bottom } = sheet.selection.rectangle;
  const rows = sheet.selection.rows.filter((row) => !sheet.isGhost(row));
  const count = rows.length;
  const places = count === 1 ? [...placesOf(sheet, rows[0]).map((place) => [place.count ? `${place.label} ${place.count}` : place.label, "", place.open]), ...life(sheet, rows[0])] : [];
  if (!sheet.config.may.edit) return [...places, [sheet.config.may.reason, "", () => {}]];
  return [
    ...places,
    [gettext("在上方插入一行"), "", () => sheet.insert(top)],
    [gettext("在下方插入一行"), "Shift Enter", () => sheet.insert(Math.min(bottom + 1, sheet.lastRow))],
    [gettext("向下填充"), "Ctrl D", () => fillDown(sheet)],
    [gettext("向右填充"), "Ctrl R", () => fillRight(sheet)],
    ...(count ? [[interpolate(ngettext("复制成新行", "把 %s 行复制成新行", count), [count]), "", () => duplicate(sheet, rows)]] : []),
    ...(count ? [[interpolate(ngettext("删除 %s 行", "删除 %s 行", count), [count]), "Ctrl -", () => sheet.remove(rows)]] : []),
    [gettext("全部按键"), "", () => window.open(document.querySelector("[data-keys]").dataset.keys)],
  ];
}

// Who changed which cell of the row, and when.
function life(sheet, row) {
  if (row.isNew) return [];
  const url = `${window.location.pathname}sections/${sheet.config.key}/${row.id}/history/`;
  return [[gettext("这一行的历史"), "", () => show(url)]];
}

function button(sheet, words, keys, act) {
  const made = element("button", "", element("span", "", words), element("kbd", "kbd", keys));
  made.type = "button";
  made.setAttribute("role", "menuitem");
  made.addEventListener("click", () => {
    menu.hidePopover();
    act();
    sheet.selection.paint();
  });
  return made;
}

function duplicate(sheet, rows) {
  const at = sheet.rows.indexOf(rows.at(-1)) + 1;
  const content = sheet.columns.all.filter(({ progress, lock }) => !progress && !lock).map(({ field }) => field);
  const copies = rows.map((row) => ({ from: row, row: sheet.newRow() }));
  const cells = copies.flatMap(({ from, row }) => content.map((field) => ({ row, field, before: "", after: from.get(field) })));
  sheet.change(step({ added: copies.map(({ row }, down) => ({ row, at: at + down })), cells }));
}

function walk(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button")];
  buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length].focus();
}

// The other people on the page: a chip each in the head, an outline with the name on their cell.
import { element } from "./cells.js";

const MOST = 5;

export class Neighbours {
  constructor(page) {
    this.page = page;
    this.marked = [];
    this.strip = element("span", "here");
    this.strip.hidden = true;
    this.strip.setAttribute("role", "group");
    this.strip.setAttribute("aria-label", gettext("也在这一页的人"));
    page.state.after(this.strip);
  }

  show(others) {
    this.mark(others);
    const people = [...new Map(others.map((one) => [one.key.split(":")[0], one])).values()];
    const look = JSON.stringify(people);
    if (look === this.look) return;
    this.look = look;
    const more = people.length > MOST ? [element("span", "mute", `+${people.length - MOST}`)] : [];
    this.strip.hidden = !people.length;
    this.strip.replaceChildren(...people.slice(0, MOST).map((one) => this.chip(one)), ...more);
  }

  chip({ name, colour, at }) {
    const chip = element("button", "person", [...name][0] ?? "");
    chip.type = "button";
    chip.dataset.colour = colour;
    const sheet = this.page.sheets.get(at.split(":")[0]);
    chip.title = sheet ? interpolate(gettext("%s 在“%s”"), [name, sheet.config.label]) : name;
    chip.setAttribute("aria-label", chip.title);
    chip.addEventListener("click", () => this.visit(at));
    return chip;
  }

  visit(at) {
    const [key] = at.split(":");
    (this.cellOf(at) ?? document.getElementById(`s-${key}`))?.scrollIntoView({ block: "center" });
  }

  mark(others) {
    for (const cell of this.marked) ["here", "colour"].forEach((name) => delete cell.dataset[name]);
    const places = others.map((one) => [this.cellOf(one.at), one]).filter(([cell]) => cell);
    for (const [cell, { name, colour }] of places) Object.assign(cell.dataset, { here: name, colour });
    this.marked = places.map(([cell]) => cell);
  }

  // A cell of a column that is hidden here is shown at the row's handle.
  cellOf(at) {
    const [key, id, field] = at.split(":");
    const sheet = this.page.sheets.get(key);
    const row = id && sheet?.rows.find((one) => String(one.id) === id);
    if (!row) return null;
    const column = sheet.columns.shown.find((one) => one.field === field);
    return column ? sheet.view.cell(row, column) : sheet.view.lines.get(row.key)?.firstChild ?? null;
  }
}

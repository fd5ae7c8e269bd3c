// What the house knows about the chosen cell: next runs, risk, live value; with texts to take over.
import { get } from "../requests.js";
import { element } from "./cells.js";

const REST = 300;
const GAP = 6;
const KEPT = 15000;

let open = null;

export class Help {
  constructor(sheet) {
    this.sheet = sheet;
    this.known = new Map();
    this.box = element("div", "helpbox");
    this.box.popover = "manual";
    this.box.setAttribute("role", "region");
    this.box.setAttribute("aria-label", gettext("这一格的提示"));
    this.box.setAttribute("aria-live", "polite");
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.goBack(event));
    this.follow = () => this.cell && this.place();
    this.elsewhere = ({ target }) => !this.box.contains(target) && !sheet.view.table.contains(target) && this.hide();
  }

  get isOpen() { return this.box.matches(":popover-open"); }

  // After a rest on a cell, so that walking through the sheet asks nothing.
  watch() {
    clearTimeout(this.timer);
    if (open !== this) open?.hide();
    const { isSet, row, column } = this.sheet.selection;
    const isSame = isSet && this.isOpen && this.row === row && this.column === column;
    if (!isSame && !this.box.contains(document.activeElement)) this.hide();
    if (isSet && !this.sheet.editor.isOpen) this.timer = setTimeout(() => this.tell(), REST);
  }

  // The chosen cell's help; else that of the cell that was typed into last.
  async tell(last = this.sheet.editor.last) {
    const { row, column } = this.sheet.selection;
    if (await this.show(row, column)) return;
    if (last && last.row === this.fresh) await this.show(last.row, last.column);
  }

  // A saved row knows new things.
  saved(rows) {
    rows.forEach((row) => this.known.delete(row));
    this.fresh = rows.find((row) => row === this.sheet.editor.last?.row) ?? null;
    if (this.sheet.selection.isSet && this.sheet.hasKeyboard && !this.sheet.editor.isOpen) this.tell();
  }

  async show(row, column) {
    if (!row || row.isNew || !column?.helps) return false;
    const said = (await this.ask(row))[column.field] ?? [];
    const cell = this.sheet.view.cell(row, column);
    if (!said.length || !cell || this.sheet.editor.isOpen) return false;
    Object.assign(this, { row, column, cell });
    this.box.replaceChildren(...said.map((one) => this.paragraph(one)));
    if (!this.box.isConnected) this.sheet.root.append(this.box);
    if (open !== this) open?.hide();
    open = this;
    if (!this.isOpen) this.box.showPopover();
    this.place();
    this.listen("addEventListener");
    return true;
  }

  async ask(row) {
    const kept = this.known.get(row);
    if (kept && kept.version === row.version && Date.now() - kept.at < KEPT) return kept.said;
    const version = row.version;
    const said = await get(this.sheet.store.address(`${row.id}/help/`)).catch(() => ({}));
    this.known.set(row, { said, version, at: Date.now() });
    return said;
  }

  paragraph({ tone = "info", text, lines = [], offers = [] }) {
    const words = element("p", `help ${tone}`, text);
    const list = element("ul", "", ...lines.map((line) => element("li", "", line)));
    const buttons = element("div", "offers", ...offers.map((offer) => this.offer(offer)));
    return element("section", "", words, ...(lines.length ? [list] : []), ...(offers.length ? [buttons] : []));
  }

  offer({ label, field, text }) {
    const button = element("button", "btn", label);
    button.type = "button";
    button.addEventListener("click", () => {
      const { row, column } = this;
      this.hide();
      this.sheet.write([{ row, field: field || column.field, text }]);
      this.sheet.selection.paint();
    });
    return button;
  }

  // Alt+Enter: to the first text that can be taken over; Escape goes back.
  enter() {
    const first = this.isOpen && this.box.querySelector("button");
    first?.focus?.();
    return Boolean(first);
  }

  goBack(event) {
    event.stopPropagation();
    this.hide();
    this.sheet.selection.paint();
  }

  // Below the cell, above it where there is no room: never on it.
  place() {
    const cell = this.cell.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = this.box;
    if (!this.cell.isConnected || cell.bottom < 0 || cell.top > window.innerHeight) return this.hide();
    const isBelow = window.innerHeight - cell.bottom > high + GAP * 2 || cell.top < high + GAP;
    this.box.style.left = `${Math.max(8, Math.min(cell.left, window.innerWidth - wide - 8))}px`;
    this.box.style.top = `${isBelow ? cell.bottom + GAP : cell.top - high - GAP}px`;
    return null;
  }

  // While it is open: it goes along with its cell, and away with whoever goes elsewhere.
  listen(how) {
    document[how]("scroll", this.follow, { capture: true, passive: true });
    document[how]("pointerdown", this.elsewhere, true);
    document[how]("focusin", this.elsewhere);
  }

  hide() {
    clearTimeout(this.timer);
    this.listen("removeEventListener");
    if (open === this) open = null;
    this.cell = null;
    if (this.isOpen) this.box.hidePopover();
  }
}

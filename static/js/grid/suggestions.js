// A list of words below the box: choices of a closed list, or what others typed in such cells.
import { element, parts } from "./cells.js";

const MOST = 8;
let born = 0;

export class Suggestions {
  constructor(box, words, column, done) {
    Object.assign(this, { box, words, column, done });
    this.isList = column.kind === "names" || column.people;
    this.list = element("ul", "suggestions");
    this.list.id = `suggestions-${++born}`;
    this.list.setAttribute("role", "listbox");
    this.list.popover = "manual";
    this.at = -1;
    if (!words.length) return;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-expanded", "false");
    box.after(this.list);
    box.addEventListener("input", () => this.show(this.fragment));
  }

  get isOpen() { return this.list.matches(":popover-open"); }

  // The name being typed: what stands after the last separator.
  get fragment() {
    return this.isList ? this.box.value.split(/[，、,;；\/\n]/).at(-1).trim() : this.box.value.trim();
  }

  show(fragment) {
    const found = this.find(fragment);
    this.at = this.column.kind === "choice" && fragment ? 0 : -1;
    this.list.replaceChildren(...found.map((word, at) => this.item(word, at)));
    if (!found.length) return this.hide();
    if (!this.isOpen) this.list.showPopover();
    this.box.setAttribute("aria-expanded", "true");
    this.place();
    this.mark();
  }

  find(fragment) {
    const wanted = fragment.toLowerCase();
    const taken = new Set(this.isList ? parts(this.box.value) : []);
    const fits = this.words.filter((word) => word.toLowerCase().includes(wanted) && !taken.has(word));
    const isDone = fits.length === 1 && fits[0] === fragment;
    const isFree = !["choice", "flag"].includes(this.column.kind);
    return isDone || (isFree && !wanted && !this.isList) ? [] : fits.slice(0, isFree ? MOST : 40);
  }

  item(word, at) {
    const item = element("li", "", word);
    item.id = `${this.list.id}-${at}`;
    item.setAttribute("role", "option");
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.take(word);
    });
    return item;
  }

  place() {
    const cell = this.box.closest("td").getBoundingClientRect();
    const below = window.innerHeight - cell.bottom;
    this.list.style.left = `${Math.min(cell.left, window.innerWidth - this.list.offsetWidth - 8)}px`;
    this.list.style.top = below > this.list.offsetHeight + 8 ? `${cell.bottom}px` : `${cell.top - this.list.offsetHeight}px`;
    this.list.style.minWidth = `${cell.width}px`;
  }

  // True when the key was for the list.
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const count = this.list.children.length;
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
      this.mark();
      return true;
    }
    if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) {
      this.fillIn(this.list.children[this.at].textContent);
      this.hide();
      if (this.isList && event.key === "Enter") { event.preventDefault(); return true; }
    }
    return false;
  }

  mark() {
    for (const [at, item] of [...this.list.children].entries()) item.setAttribute("aria-selected", String(at === this.at));
    const chosen = this.list.children[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.box.setAttribute("aria-activedescendant", chosen.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  take(word) {
    this.fillIn(word);
    this.hide();
    if (!this.isList) this.done();
  }

  fillIn(word) {
    if (!this.isList) { this.box.value = word; return; }
    const kept = this.box.value.slice(0, this.box.value.length - this.fragment.length);
    this.box.value = `${kept}${word}`;
  }

  hide() {
    if (this.isOpen) this.list.hidePopover();
    this.box.setAttribute("aria-expanded", "false");
  }
}

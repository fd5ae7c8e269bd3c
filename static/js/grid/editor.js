// Typing into a cell: the cell grows with the text; suggestions hang below it.
import { Suggestions } from "./suggestions.js";
import { wordsFor } from "./words.js";

export class Editor {
  constructor(sheet) {
    this.sheet = sheet;
    this.box = null;
  }

  get isOpen() { return this.box !== null; }

  // With `fresh` the old text is replaced by what is being typed; `box` is one that is typed into already.
  open({ fresh = false, box = null } = {}) {
    const { row, column } = this.sheet.selection;
    if (!this.sheet.mayEdit(row, column)) return this.sheet.explain(row, column);
    this.row = row;
    this.column = column;
    this.sheet.help.hide();
    this.cell = this.sheet.view.cell(row, column);
    const height = this.cell.offsetHeight;
    this.box = box ?? this.makeBox(fresh ? "" : row.get(column.field));
    this.listen(this.box);
    this.box.style.minHeight = `${height}px`;
    this.cell.classList.add("editing");
    if (box) this.take(box);
    else this.enter();
    this.suggestions = new Suggestions(this.box, wordsFor(this.sheet, column), column, () => this.commit({ down: 1 }));
    if (!fresh) this.suggestions.show("");
    else if (this.box.value) this.suggestions.show(this.suggestions.fragment);
    return true;
  }

  makeBox(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.rows = 1;
    box.spellcheck = false;
    return box;
  }

  listen(box) {
    box.setAttribute("aria-label", this.column.label);
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close(true));
  }

  enter() {
    this.cell.replaceChildren(this.box);
    this.box.focus({ preventScroll: true });
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  // The box stays where it is: moving it would break off what an input method has begun.
  take(box) {
    box.classList.remove("catcher");
    for (const child of [...this.cell.childNodes]) if (child !== box) child.remove();
  }

  key(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (this.suggestions.key(event)) return;
    if (event.key === "Escape") this.close(false, true);
    else if (event.key === "Enter" && (event.altKey || event.shiftKey)) this.breakLine(event);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.fill(event);
    else if (event.key === "Enter") this.commit({ down: 1 }, event);
    else if (event.key === "Tab") this.commit({ right: event.shiftKey ? -1 : 1 }, event);
  }

  breakLine(event) {
    event.preventDefault();
    this.box.setRangeText("\n", this.box.selectionStart, this.box.selectionEnd, "end");
  }

  commit({ down = 0, right = 0 }, event) {
    event?.preventDefault();
    this.close(true, true);
    this.sheet.selection.move(down, right);
  }

  // Ctrl+Enter: the same text into every chosen cell.
  fill(event) {
    event.preventDefault();
    const text = tidy(this.box.value, this.column);
    const cells = this.sheet.chosen().map(({ row, column }) => ({ row, field: column.field, text }));
    this.close(cells.length < 2, true);
    if (cells.length > 1) this.sheet.write(cells);
  }

  close(keep, refocus = false) {
    if (!this.isOpen) return;
    const { row, column, cell } = this;
    const text = tidy(this.box.value, column);
    this.last = { row, column };
    this.suggestions.hide();
    this.box = null;
    cell.classList.remove("editing");
    this.sheet.view.restore(row, column.field);
    if (keep) this.sheet.write([{ row, field: column.field, text }]);
    if (this.sheet.isLate) this.sheet.redraw();
    if (refocus) this.sheet.selection.paint();
  }
}

const tidy = (text, column) => {
  const plain = text.replace(/\s+$/, "");
  return ["prose", "names"].includes(column.kind) ? plain : plain.replace(/\s*\n\s*/g, " ");
};

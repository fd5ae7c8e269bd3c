// An unseen box in the chosen cell. An input method only wakes in a text field: without one the
// first letter of a Chinese word would land raw. With the first sign of writing it becomes the editor.
const isTouch = window.matchMedia("(pointer: coarse)");

export class Catcher {
  constructor(sheet) {
    this.sheet = sheet;
    this.box = null;
  }

  // Into the cell; on touch not at all, for there it would call the keyboard up.
  stand(cell, row, column) {
    if (cell.classList.contains("editing")) return;
    if (isTouch.matches) {
      cell.tabIndex = 0;
      return;
    }
    this.box ??= this.make();
    this.box.value = "";
    this.box.readOnly = !this.sheet.mayEdit(row, column);
    this.box.setAttribute("aria-label", `${column.label} ${row.get(column.field)}`.trim());
    if (this.box.parentNode !== cell) cell.append(this.box);
  }

  make() {
    const box = document.createElement("textarea");
    box.className = "catcher";
    box.rows = 1;
    box.spellcheck = false;
    box.autocomplete = "off";
    const begin = () => box === this.box && this.give(box);
    box.addEventListener("compositionstart", begin);
    box.addEventListener("input", begin);
    return box;
  }

  give(box) {
    this.box = null;
    this.sheet.editor.open({ fresh: true, box });
  }

  // Around drawing the cell anew: its box goes back in, with the keyboard where it was.
  keep(cell, draw) {
    const box = this.box?.parentNode === cell ? this.box : null;
    const isFocused = box !== null && box === document.activeElement;
    draw();
    if (box) cell.append(box);
    if (isFocused) box.focus({ preventScroll: true });
  }
}

export const keyboardOf = (cell) => cell.querySelector(":scope > .catcher") ?? cell;

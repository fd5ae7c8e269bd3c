// One quiet line below the plan's head: what happened, and what can be done about it.
import { element } from "./cells.js";

let line = null;

export function notice(words, label, act) {
  const button = element("button", "link", label);
  button.type = "button";
  button.addEventListener("click", () => { hush(); act(); });
  const made = element("p", "note-line page-note news", element("span", "", words), button);
  made.setAttribute("role", "status");
  hush();
  line = made;
  document.querySelector(".doc").before(made);
}

export function hush() {
  line?.remove();
  line = null;
}

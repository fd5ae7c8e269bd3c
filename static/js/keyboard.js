// Keys of the whole product. A page adds its own with shortcut(key, act).
import { openDialog } from "./dialogs.js";

const keys = new Map();

export function shortcut(key, act) {
  keys.set(key, act);
}

function name(event) {
  const control = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  return control + event.key.toLowerCase();
}

const isTyping = (target) => target.matches?.("input, textarea, select, [contenteditable=true]");

document.addEventListener("keydown", (event) => {
  const pressed = name(event);
  const act = keys.get(pressed);
  if (!act || event.defaultPrevented) return;
  if (!pressed.startsWith("ctrl+") && isTyping(event.target)) return;
  event.preventDefault();
  act(event);
});

function search() {
  const palette = document.getElementById("palette");
  if (palette && !palette.open) openDialog(palette);
}

shortcut("ctrl+k", search);
shortcut("/", search);

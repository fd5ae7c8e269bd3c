// Opens one of the page's dialogs with these words; resolves with the button's value, "" for no.
import { openDialog } from "../dialogs.js";

export function ask(id, words) {
  const dialog = document.getElementById(id);
  dialog.returnValue = "";
  const place = dialog.querySelector("[data-words]");
  if (place) place.textContent = words;
  openDialog(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

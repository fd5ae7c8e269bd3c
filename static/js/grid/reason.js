// Asks once why an approved plan is changed; the answer goes with every request of this visit.
import { openDialog } from "../dialogs.js";

let kept = "";
let open = null;

export function askReason(words) {
  if (kept) return Promise.resolve(kept);
  open ??= ask(words).finally(() => { open = null; });
  return open;
}

function ask(words) {
  const dialog = document.getElementById("reason-dialog");
  dialog.querySelector("[data-words]").textContent = words;
  openDialog(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      kept = dialog.returnValue === "go" ? dialog.querySelector("textarea").value.trim() : "";
      resolve(kept);
    }, { once: true });
  });
}

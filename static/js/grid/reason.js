// Asks once why an approved plan is changed; the answer goes with every request of this visit.
import { ask } from "./ask.js";

let kept = "";
let open = null;

export function askReason(words) {
  if (kept) return Promise.resolve(kept);
  open ??= answer(words).finally(() => { open = null; });
  return open;
}

async function answer(words) {
  const box = document.querySelector("#reason-dialog textarea");
  const choice = await ask("reason-dialog", words);
  kept = choice ? box.value.trim() : "";
  return kept;
}

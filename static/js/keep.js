// What was written into a form is not lost when it was refused or the session had ended:
// kept in this tab until the form was taken, given back to the same person only.
import { openDialog } from "./dialogs.js";
import { toast } from "./toast.js";

const KEY = "kept-words";
const me = document.body.dataset.me ?? "";
const wrote = (form) => [...form.querySelectorAll("textarea[name], input[type=text][name], input:not([type])[name]")];

document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "post" || !me) return;
  const words = wrote(form).filter((field) => field.value.trim()).map((field) => [field.name, field.value]);
  if (words.length) sessionStorage.setItem(KEY, JSON.stringify({ me, at: form.getAttribute("action") ?? location.pathname, words }));
});

function giveBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (!kept || !me) return;
  if ("refused" in document.body.dataset) return mark(kept);
  sessionStorage.removeItem(KEY);
  if (kept.me === me && (kept.refused || cameFromSignIn())) fill(kept);
}

// The page that tells of a refusal: the words wait for the page that has the form.
function mark(kept) {
  sessionStorage.setItem(KEY, JSON.stringify({ ...kept, refused: true }));
}

function cameFromSignIn() {
  return document.referrer && new URL(document.referrer).pathname === document.body.dataset.signIn;
}

function fill({ at, words }) {
  const form = [...document.forms].find((one) => one.getAttribute("action") === at);
  if (!form) return;
  for (const [name, value] of words) {
    const field = form.elements.namedItem(name);
    if (field && !field.value) field.value = value;
  }
  const dialog = form.closest("dialog");
  if (dialog) openDialog(dialog);
  toast(gettext("刚才写的内容还在，请再提交一次。"), "ok");
}

giveBack();

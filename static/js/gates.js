// Signed gates are folded to a line: a link to one opens it, and paper shows them all.
const folds = () => document.querySelectorAll(".gate > details");

function follow() {
  const fold = document.getElementById(location.hash.slice(1))?.querySelector(":scope > details");
  if (fold) fold.open = true;
}

window.addEventListener("hashchange", follow);
window.addEventListener("beforeprint", () => {
  for (const fold of folds()) {
    fold.dataset.printed = fold.open ? "open" : "folded";
    fold.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of folds()) fold.open = fold.dataset.printed !== "folded";
});
follow();

// Empty sections are one line; 添加 opens the grid and puts the keyboard into it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-unfold]");
  if (!opener) return;
  const card = document.getElementById(opener.dataset.unfold);
  unfold(card);
});

export function unfold(card) {
  show(card);
  card.addEventListener("sheet-ready", ({ detail: sheet }) => sheet.selection.put(0, 0), { once: true });
  card.dispatchEvent(new CustomEvent("unfold", { bubbles: true }));
  card.scrollIntoView({ block: "nearest" });
}

// The card stands among the others from now on: in the outline, and no longer among the unused.
export function show(card) {
  card.hidden = false;
  document.querySelector(`[data-outline="${card.dataset.section}"]`)?.removeAttribute("hidden");
  document.querySelector(`[data-unfold="${card.id}"]`)?.remove();
  const unused = document.getElementById("unused");
  if (unused && !unused.querySelector("[data-unfold]")) unused.hidden = true;
}

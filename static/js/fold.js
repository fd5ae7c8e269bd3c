// Empty sections are one line; 添加 opens the grid and puts the keyboard into it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-unfold]");
  if (!opener) return;
  const card = document.getElementById(opener.dataset.unfold);
  unfold(card);
});

export function unfold(card) {
  card.hidden = false;
  for (const body of card.querySelectorAll("[data-folded]")) body.hidden = false;
  document.querySelector(`[data-fold-line="${card.dataset.section}"]`)?.remove();
  card.addEventListener("sheet-ready", ({ detail: sheet }) => sheet.selection.put(0, 0), { once: true });
  card.dispatchEvent(new CustomEvent("unfold", { bubbles: true }));
  card.scrollIntoView({ block: "nearest" });
}

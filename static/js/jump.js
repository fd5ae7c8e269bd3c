// From a finding to its cell.
import { unfold } from "./fold.js";

export function listenJumps(page) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-jump]");
    if (!link) return;
    const card = document.getElementById(`s-${link.dataset.jump}`);
    if (!card) return;
    event.preventDefault();
    if (card.hidden) unfold(card);
    go(await page.sheetOf(card), link.dataset, card);
  });
}

function go(sheet, { row, cell }, card) {
  const found = sheet.rows.find(({ id }) => String(id) === row);
  if (found) sheet.reveal(found, cell);
  else card.scrollIntoView();
}

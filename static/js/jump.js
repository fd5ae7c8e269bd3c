// From a finding to its cell, and the one-click mend of a finding.
import { unfold } from "./fold.js";

export function listenJumps(page) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-jump], [data-fix]");
    if (!link) return;
    const key = link.dataset.jump ?? link.dataset.fix;
    const card = document.getElementById(`s-${key}`);
    if (!card) return;
    event.preventDefault();
    if (card.hidden) unfold(card);
    await go(await page.sheetOf(card), link.dataset, card);
  });
}

async function go(sheet, { row, cell, value, fix }, card) {
  const found = sheet.rows.find(({ id }) => String(id) === row);
  if (!found) return card.scrollIntoView();
  sheet.reveal(found, cell);
  if (fix) sheet.write([{ row: found, field: cell, text: value }]);
}

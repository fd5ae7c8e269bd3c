// The findings beside the plan, asked anew after every save.
import { get } from "./requests.js";

export async function refreshCheck(page) {
  const card = document.getElementById("check");
  if (!card) return;
  htmx.trigger(card, "check-changed");
  const findings = await get(card.dataset.findings).catch(() => null);
  if (findings) page.show(byCell(findings.findings ?? findings));
}

// {section: {row id: {field: sentence}}}
function byCell(findings) {
  const cells = {};
  for (const { section, row, field, message } of findings) {
    if (!section || !row || !field) continue;
    ((cells[section] ??= {})[row] ??= {})[field] = message;
  }
  return cells;
}

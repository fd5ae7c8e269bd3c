// Widths of the columns, and the left edges of those that stay in view while the rest moves.
import { fitting } from "./widths.js";

const HANDLE = 40;
const FROZEN_MOST = 3;
const FROZEN_SHARE = 0.45;

export function layOut({ sheet, table, holder }) {
  const { shown, widths: own } = sheet.columns;
  const widths = [HANDLE, ...fitting(shown, sheet.rows, holder.clientWidth - HANDLE, own)];
  const tracks = shown.map(({ field }, at) => (own[field] ? `${own[field]}px` : `minmax(${widths[at + 1]}px, ${widths[at + 1]}fr)`));
  table.style.setProperty("--columns", `${HANDLE}px ${tracks.join(" ")}`);
  let left = 0;
  for (const [at, width] of widths.entries()) {
    if (at <= FROZEN_MOST) table.style.setProperty(`--left-${at}`, `${left}px`);
    left += width;
  }
  table.style.setProperty("--wide", `${left}px`);
  freeze(table, holder, widths, sheet.config.frozen);
}

// As many first columns as leave room for the others; what is scrolled to stops beside them.
function freeze(table, holder, widths, wanted) {
  let [edge] = widths;
  let count = 0;
  const most = Math.min(wanted, FROZEN_MOST, widths.length - 1);
  while (count < most && edge + widths[count + 1] < holder.clientWidth * FROZEN_SHARE) edge += widths[count += 1];
  table.dataset.frozen = count;
  holder.style.setProperty("--frozen", `${edge}px`);
}

// From a finding, or from an address that names a row, to its cell.
import { unfold } from "./fold.js";

const ROW = /^#row-([a-z_]+)-(\d+)(?:-([a-z_]+))?$/;

export function listenJumps(page) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    if (link && jump(page, link.dataset)) event.preventDefault();
  });
  const follow = () => {
    const [, key, row, cell] = location.hash.match(ROW) ?? [];
    if (key) jump(page, { jump: key, row, cell });
  };
  window.addEventListener("hashchange", follow);
  follow();
}

function jump(page, { jump: key, row, cell }) {
  const card = document.getElementById(`s-${key}`);
  if (!card) return false;
  if (card.hidden) unfold(card);
  page.sheetOf(card).then((sheet) => go(sheet, { row, cell }, card));
  return true;
}

function go(sheet, { row, cell }, card) {
  const found = sheet.rows.find(({ id }) => String(id) === row);
  if (found) sheet.reveal(found, cell);
  hold(found ? document.activeElement : card, found ? "center" : "start");
}

// Cards above grow while they load: what was asked for stays in view, until a hand moves.
function hold(place, block) {
  const show = () => place.scrollIntoView({ block });
  const growth = new ResizeObserver(show);
  const stop = () => growth.disconnect();
  growth.observe(document.body);
  for (const sign of ["wheel", "pointerdown", "keydown"]) window.addEventListener(sign, stop, { once: true, passive: true });
  setTimeout(stop, 3000);
}

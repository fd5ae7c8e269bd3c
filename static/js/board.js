// The release-day board: clocks that tick, details that stay open, a sheet that asks.
import { openDialog } from "./dialogs.js";
import { shortcut } from "./keyboard.js";

const sheet = document.getElementById("sheet");
const said = document.getElementById("said");
const board = () => document.getElementById("board");

let ahead = 0; // how far this machine's clock is ahead of the server's, in ms
const opened = new Set();
const closed = new Set();
let tapped = null;

const serverNow = () => Date.now() - ahead;

function meet() {
  ahead = Date.now() - Date.parse(board().dataset.now);
}

const pad = (n) => String(n).padStart(2, "0");

function span(ms) {
  const all = Math.max(0, Math.round(Math.abs(ms) / 1000));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

function wall(zone) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone })
    .format(new Date(serverNow()));
}

function write(element, text) {
  const place = element.firstElementChild ?? element;
  if (place.textContent !== text) place.textContent = text;
}

function tick() {
  const root = board();
  if (!root) return;
  for (const time of root.querySelectorAll("[data-clock]")) write(time, wall(time.dataset.zone));
  for (const time of root.querySelectorAll("[data-until]")) write(time, span(Math.max(0, Date.parse(time.dataset.until) - serverNow())));
  for (const time of root.querySelectorAll("[data-since]")) write(time, span(serverNow() - Date.parse(time.dataset.since)));
  for (const gone of root.querySelectorAll("[data-gone]")) gone.hidden = Date.parse(gone.dataset.gone) <= serverNow();
}

// What a person opened or closed stays so when the board is replaced. A toggle event will
// not do: it also comes when a list arrives open.
function keep(list) {
  const opens = !list.open;
  (opens ? opened : closed).add(list.id);
  (opens ? closed : opened).delete(list.id);
}

function restore() {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const id of closed) document.getElementById(id)?.removeAttribute("open");
}

// Focus goes to the card that was tapped when its button is gone.
function refocus() {
  if (document.activeElement !== document.body || !tapped) return;
  (document.getElementById(tapped) ?? document.getElementById("next-title"))?.focus({ preventScroll: true });
  tapped = null;
}

function tell() {
  const words = board().dataset.said;
  if (said.textContent !== words) said.textContent = words;
}

function fresh() {
  meet();
  restore();
  tick();
  refocus();
  tell();
}

document.addEventListener("click", (event) => {
  tapped = event.target.closest("[data-card]")?.dataset.card ?? tapped;
  if (event.target.closest("[data-full-screen]")) fullScreen();
  const list = event.target.closest("summary")?.parentElement;
  if (list?.id && board()?.contains(list)) keep(list);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === sheet && !sheet.open) openDialog(sheet);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id === "board" || event.target.id === "board") fresh();
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "board" && document.hidden) event.preventDefault();
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && sheet.contains(event.detail.elt) && event.detail.requestConfig.verb === "post") sheet.close();
});

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

shortcut("f", fullScreen);
shortcut("n", () => document.querySelector("[data-next]")?.focus());

meet();
said.textContent = "";
setInterval(tick, 1000);

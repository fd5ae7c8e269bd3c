// The review of an import: choosing a block shows where it went, and the other way round.
import { drawThreads } from "./import-threads.js";
import { collectFlips } from "./import-merge.js";
import "./import-people.js";

const root = () => document.querySelector("[data-review]");
const blocks = () => [...root().querySelectorAll(".blk")];
const block = (number) => document.getElementById(`b-${number}`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let chosen = "";
let panes = [];
let back = "";

function redraw() {
  if (root()) drawThreads(root(), chosen);
}

function rowsFrom(number) {
  return [...root().querySelectorAll(".got [data-from]")].filter((row) => row.dataset.from.split(" ").includes(number));
}

function mark(number) {
  chosen = number;
  for (const old of root().querySelectorAll(".on")) old.classList.remove("on");
  for (const button of root().querySelectorAll(".where[aria-current]")) button.removeAttribute("aria-current");
  block(number)?.classList.add("on");
  block(number)?.querySelector(".where").setAttribute("aria-current", "true");
  for (const row of rowsFrom(number)) row.classList.add("on");
  redraw();
}

// Only the pane moves, never the page, where both sides stand beside each other.
function bringTo(target) {
  if (!target) return;
  const pane = target.closest(".pane");
  const behavior = calm.matches ? "auto" : "smooth";
  if (getComputedStyle(pane).overflowY === "visible") target.scrollIntoView({ behavior, block: "center" });
  else pane.scrollBy({ top: target.getBoundingClientRect().top - pane.getBoundingClientRect().top - 60, behavior });
}

function targetOf(number) {
  const key = block(number)?.dataset.keys.split(" ")[0];
  return rowsFrom(number)[0] ?? document.getElementById(`t-${key}`);
}

function show(number, { towards }) {
  mark(number);
  if (towards === "result") bringTo(targetOf(number));
  else { bringTo(block(number)); block(number)?.querySelector(".where").focus({ preventScroll: true }); }
}

document.addEventListener("click", (event) => {
  if (!root()) return;
  const from = event.target.closest("[data-to-block]");
  if (from) { show(from.dataset.toBlock, { towards: "document" }); return; }
  const cancel = event.target.closest("[data-close-form]");
  if (cancel) { closeForm(cancel.closest(".slot")); return; }
  const near = event.target.closest(".blk");
  if (!near || event.target.closest(".choice, .icon-only, a")) return;
  show(near.dataset.block, { towards: event.target.closest(".where") || isWide() ? "result" : "" });
});

const isWide = () => getComputedStyle(root().querySelector(".pane")).overflowY !== "visible";

function closeForm(slot) {
  slot.replaceChildren();
  slot.parentElement.querySelector(".icon-only").focus();
}

// Arrows go from block to block while one of them has the focus.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest(".choice")) { closeForm(event.target.closest(".slot")); return; }
  if (!event.target.matches?.(".where") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const all = blocks();
  const at = all.indexOf(event.target.closest(".blk")) + (event.key === "ArrowDown" ? 1 : -1);
  if (all[at]) { all[at].querySelector(".where").focus(); bringTo(all[at]); show(all[at].dataset.block, { towards: "result" }); }
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "review-body") return;
  back = detail.requestConfig.elt.closest(".blk, .r-title")?.querySelector(".icon-only").id ?? "";
  panes = [...root().querySelectorAll(".pane")].map((pane) => pane.scrollTop);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.matches?.(".slot")) detail.target.querySelector("select")?.focus();
  if (!root()) return;
  if (detail.elt.id === "review-body" || detail.target.id === "review-body") {
    root().querySelectorAll(".pane").forEach((pane, at) => { pane.scrollTop = panes[at] ?? 0; });
    if (chosen) mark(chosen);
    if (back) document.getElementById(back)?.focus({ preventScroll: true });
    listen();
    collectFlips(root());
  }
  redraw();
});

function listen() {
  for (const pane of root().querySelectorAll(".pane")) pane.addEventListener("scroll", redraw, { passive: true });
  for (const wide of root().querySelectorAll(".scroll-x")) wide.addEventListener("scroll", redraw, { passive: true });
}

document.addEventListener("change", ({ target }) => { if (target.matches("[data-token]")) collectFlips(root()); });
addEventListener("resize", redraw);
addEventListener("scroll", redraw, { passive: true });
listen();
collectFlips(root());
redraw();

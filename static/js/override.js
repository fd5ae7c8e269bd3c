// The strip of an emergency override: its clock runs on, and it waits while somebody writes in it.
const strip = () => document.getElementById("override");
const two = (n) => String(n).padStart(2, "0");
const ends = new WeakMap();

function words(seconds) {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// Counted from its arrival: this machine's clock may be wrong.
function tick() {
  for (const place of strip()?.querySelectorAll("[data-left]") ?? []) {
    if (!ends.has(place)) ends.set(place, performance.now() + Number(place.dataset.left) * 1000);
    place.textContent = words(Math.max(0, Math.round((ends.get(place) - performance.now()) / 1000)));
  }
}

setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
document.addEventListener("htmx:beforeRequest", (event) => {
  const isWritten = event.target.id === "override" && event.target.querySelector("dialog[open]");
  if (isWritten || (event.target.id === "override" && document.hidden)) event.preventDefault();
});

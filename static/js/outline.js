// Marks in the outline the card that is being read: the one at a third of the window's height.
const links = new Map([...document.querySelectorAll(".toc a[href^='#']")].map((link) => [link.getAttribute("href").slice(1), link]));

function mark(current) {
  for (const [id, link] of links) id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}

const watcher = new IntersectionObserver((seen) => {
  const now = seen.find(({ isIntersecting }) => isIntersecting);
  if (now) mark(now.target.id);
}, { rootMargin: "-33% 0px -66% 0px" });

for (const id of links.keys()) {
  const card = document.getElementById(id);
  if (card) watcher.observe(card);
}

// Cards above grow while they load: the one that was asked for stays where it was put, until a hand moves.
function hold(card) {
  const growth = new ResizeObserver(() => card.scrollIntoView());
  const stop = () => growth.disconnect();
  growth.observe(document.body);
  for (const sign of ["wheel", "pointerdown", "keydown"]) window.addEventListener(sign, stop, { once: true, passive: true });
  setTimeout(stop, 3000);
}

for (const [id, link] of links) link.addEventListener("click", () => hold(document.getElementById(id)));

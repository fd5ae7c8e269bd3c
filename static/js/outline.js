// Marks in the outline the card that was asked for, else the one that stands below the top bar.
const links = new Map([...document.querySelectorAll(".toc a[href^='#']")].map((link) => [link.getAttribute("href").slice(1), link]));

let asked = "";

function mark(current) {
  for (const [id, link] of links) id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}

const watcher = new IntersectionObserver((seen) => {
  const now = seen.find(({ isIntersecting }) => isIntersecting);
  if (now) mark(asked || now.target.id);
}, { rootMargin: "-15% 0px -84% 0px" });

for (const id of links.keys()) {
  const card = document.getElementById(id);
  if (card) watcher.observe(card);
}

// Cards above grow while they load: the one that was asked for stays where it was put, until a hand moves.
function hold(card) {
  const growth = new ResizeObserver(() => card.scrollIntoView());
  const stop = () => {
    growth.disconnect();
    if (asked === card.id) asked = "";
  };
  asked = card.id;
  mark(asked);
  growth.observe(document.body);
  for (const sign of ["wheel", "pointerdown", "keydown"]) window.addEventListener(sign, stop, { once: true, passive: true });
  setTimeout(stop, 3000);
}

for (const [id, link] of links) link.addEventListener("click", () => hold(document.getElementById(id)));

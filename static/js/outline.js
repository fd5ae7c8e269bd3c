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

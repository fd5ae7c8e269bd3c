// Marks in the outline the card that is being read.
const links = new Map([...document.querySelectorAll(".toc a[href^='#']")].map((link) => [link.getAttribute("href").slice(1), link]));
const seen = new Set();

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target.id) : seen.delete(target.id);
  const first = [...links.keys()].find((id) => seen.has(id));
  for (const [id, link] of links) id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}, { rootMargin: "-64px 0px -40% 0px" });

for (const id of links.keys()) {
  const card = document.getElementById(id);
  if (card) watcher.observe(card);
}

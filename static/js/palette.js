// Arrow keys walk through what the search found; Enter goes there.
const palette = document.getElementById("palette");

const links = () => [...palette.querySelectorAll(".hits a")];

function step(by) {
  const all = links();
  if (!all.length) return;
  const at = all.findIndex((link) => link.classList.contains("on"));
  all[at]?.classList.remove("on");
  const next = all[(at + by + all.length) % all.length] ?? all[0];
  next.classList.add("on");
  next.scrollIntoView({ block: "nearest" });
}

palette?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") palette.close();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
  const chosen = palette.querySelector(".hits a.on");
  if (event.key === "Enter" && chosen) {
    event.preventDefault();
    location.assign(chosen.href);
  }
});

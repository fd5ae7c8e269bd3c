// Arrow keys walk through what the search found while the words stay in the box; Enter goes there.
const palette = document.getElementById("palette");
const box = palette?.querySelector("input[role=combobox]");
const list = palette?.querySelector("[role=listbox]");

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return box.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = options();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
}

const steps = { ArrowDown: 1, ArrowUp: -1 };

palette?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") palette.close();
  if (event.key in steps) {
    event.preventDefault();
    step(steps[event.key]);
  }
  const option = chosen();
  if (event.key === "Enter" && option) {
    event.preventDefault();
    go(option, event.ctrlKey || event.metaKey);
  }
});

// A link to another place of the page at hand loads nothing: the dialog has to go by itself.
function go(option, apart) {
  if (apart) return window.open(option.href);
  palette.close();
  location.assign(option.href);
}

list?.addEventListener("click", (event) => event.target.closest("a") && !event.ctrlKey && !event.metaKey && palette.close());
list?.addEventListener("htmx:afterSwap", () => {
  list.removeAttribute("aria-busy");
  choose(null);
});

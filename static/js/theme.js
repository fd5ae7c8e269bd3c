// The look is a cookie that the server reads, so no page flashes in the wrong one.
import { send } from "./requests.js";

const root = document.documentElement;

function choose(theme) {
  root.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  keep(theme);
  mark();
}

// The account remembers it for other browsers.
function keep(theme) {
  const { url } = document.querySelector("[data-theme-menu]").dataset;
  if (!url) return;
  const body = new FormData();
  body.set("theme", theme);
  send("POST", url, body).catch(() => {});
}

function mark() {
  for (const button of document.querySelectorAll("[data-theme-menu] button")) {
    button.classList.toggle("on", button.value === root.dataset.theme);
    button.setAttribute("aria-pressed", String(button.value === root.dataset.theme));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-menu] button");
  if (button) choose(button.value);
});
mark();

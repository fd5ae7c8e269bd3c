// The look is a cookie that the server reads, so no page flashes in the wrong one.
const root = document.documentElement;

function choose(theme) {
  root.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  mark();
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

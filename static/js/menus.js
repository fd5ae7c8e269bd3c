// <details class="menu"> closes like a menu: outside click, Escape, choice made.
const open = () => document.querySelectorAll("details.menu[open]");

function closeAll(except) {
  for (const menu of open()) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => {
  const menu = event.target.closest("details.menu");
  const isChoice = event.target.closest(".items a, .items button");
  closeAll(isChoice ? null : menu);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

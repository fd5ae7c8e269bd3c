// Which differences are decided against their default, as one hidden field.
export function collectFlips(root) {
  const field = document.querySelector("[data-flips]");
  if (!field || !root) return;
  const ticks = [...root.querySelectorAll("[data-token]:not(:disabled)")];
  const flipped = ticks.filter((tick) => tick.checked !== ("default" in tick.dataset));
  field.value = flipped.map((tick) => tick.dataset.token).join(" ");
  const create = document.getElementById("create");
  if (create) create.disabled = !ticks.some((tick) => tick.checked);
}

// 全取 takes what is new and changed; deleting is ticked one by one.
document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  const takes = all.dataset.all === "take";
  for (const tick of all.closest(".got").querySelectorAll("[data-token]:not(:disabled)")) {
    tick.checked = takes && tick.dataset.kind !== "only";
  }
  collectFlips(all.closest("[data-review]"));
});

// A button with data-copy puts that text on the clipboard, or selects it where that is refused.
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    toast(gettext("已复制"), "ok");
  } catch {
    button.parentElement.querySelector("input")?.select();
  }
});

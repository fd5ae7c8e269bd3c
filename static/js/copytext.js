// A button with data-copy-text fetches that plain text and puts it on the clipboard. Where the
// browser refuses that, a dialog shows the text selected.
import { openDialog } from "./dialogs.js";
import { toast } from "./toast.js";

async function textAt(url) {
  const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/plain" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.text();
}

function show(text) {
  const dialog = document.getElementById("copy-text");
  const area = dialog.querySelector("textarea");
  area.value = text;
  openDialog(dialog);
  area.select();
}

// Safari allows writing only within the click: it takes a promise of the text.
async function put(text) {
  if (window.ClipboardItem && navigator.clipboard?.write) {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } else {
    await navigator.clipboard.writeText(await text);
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-text]");
  if (!button) return;
  const text = textAt(button.dataset.copyText);
  try {
    await put(text);
    toast(gettext("已复制，可以贴到群里"), "ok");
  } catch {
    text.then(show, () => toast(gettext("没有取到内容，请刷新后再试"), "bad"));
  }
});

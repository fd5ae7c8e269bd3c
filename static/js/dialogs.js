// <button data-dialog="ID"> opens <dialog id="ID">; [data-close] inside closes it.

export function openDialog(dialog) {
  dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) openDialog(dialog);
    return;
  }
  const closer = event.target.closest("dialog [data-close]");
  if (closer) closer.closest("dialog").close();
  else if (event.target.matches("dialog[open]")) event.target.close();
});

// A note being written: Ctrl+Enter saves, the height follows the text.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-note-form] textarea");
  if (box && event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  if (box && event.key === "Escape") box.form.querySelector("[data-note-cancel]")?.click();
});

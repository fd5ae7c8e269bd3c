// A dropped or chosen file is read at once; pasted text by Ctrl+Enter or the button.
const form = document.querySelector("[data-import]");
const file = form.querySelector("[type=file]");
const text = form.querySelector("textarea");
const name = form.querySelector("[data-file-name]");
const drop = form.querySelector(".drop");

function chosen() {
  if (!file.files.length) return;
  name.textContent = file.files[0].name;
  drop.setAttribute("aria-busy", "true");
  form.requestSubmit();
}

file.addEventListener("change", chosen);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  file.files = event.dataTransfer.files;
  chosen();
});

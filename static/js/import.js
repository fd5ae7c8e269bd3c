// A dropped or chosen file, or pasted text, is previewed at once; nothing is written before 创建.
const form = document.querySelector("[data-import]");
const file = form.querySelector("[type=file]");
const text = form.querySelector("textarea");
const name = form.querySelector("[data-file-name]");
const drop = form.querySelector(".drop");
const asked = name.textContent;
let typing = 0;

const preview = () => htmx.trigger(form, "preview");

function chosen() {
  if (!file.files.length) return;
  name.textContent = file.files[0].name;
  preview();
}

file.addEventListener("change", chosen);
text.addEventListener("input", () => {
  clearTimeout(typing);
  if (!text.value.trim()) return;
  file.value = "";
  name.textContent = asked;
  typing = setTimeout(preview, 500);
});

drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  file.files = event.dataTransfer.files;
  chosen();
});

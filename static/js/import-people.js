// The names of a document and their accounts: what was chosen is told at once, here and on the button.
const dialog = document.getElementById("people");
const opener = document.querySelector("[data-dialog=people]");

const accounts = () => [...dialog.querySelectorAll("#accounts option")];

// A display name that only one account bears stands for its user name.
function resolved(text) {
  const named = accounts().filter((one) => one.textContent === text);
  return named.length === 1 ? named[0].value : text;
}

function stateOf(field) {
  if (!field.value) return ["", field.matches("select") ? gettext("先不对应") : gettext("没有账号")];
  if (field.matches("select") || accounts().some(({ value }) => value === field.value)) return ["ok", gettext("已对上")];
  return ["bad", gettext("没有这个账号")];
}

function paint(field) {
  const [tone, words] = stateOf(field);
  const pill = field.closest("tr").querySelector(".pill");
  pill.className = `pill ${tone}`;
  pill.textContent = words;
}

function count() {
  const fields = [...dialog.querySelectorAll("[name=account]")];
  const open = fields.filter((field) => stateOf(field)[0] !== "ok").length;
  opener.textContent = open
    ? interpolate(gettext("人员 %s 人，%s 人待对应账号…"), [fields.length, open])
    : interpolate(gettext("人员 %s 人，账号都已对上…"), [fields.length]);
}

dialog?.addEventListener("change", ({ target }) => {
  if (!target.matches("[name=account]")) return;
  target.value = target.matches("input") ? resolved(target.value.trim()) : target.value;
  paint(target);
  count();
});

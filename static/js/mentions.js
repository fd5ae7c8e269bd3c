// Names after @ in a box: people of the plan first; arrows choose, Enter or Tab takes.
import { get } from "./requests.js";

const OPEN = /(?:^|[^A-Za-z0-9._%+-])[@＠]([^\s@＠]{0,20})$/u;
const MOST = 8;
const known = new Map();

document.addEventListener("input", ({ target }) => {
  const holder = target.closest?.("[data-mentions]");
  if (holder) suggest(target, holder);
});
document.addEventListener("keydown", (event) => {
  const holder = event.target.closest?.("[data-mentions]");
  if (holder && !listOf(holder).hidden && !event.isComposing) walk(event, holder);
}, true);
document.addEventListener("focusout", ({ target }) => {
  const holder = target.closest?.("[data-mentions]");
  if (holder) close(holder);
});
// Pressing on a name must not take the focus from the box.
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-mentions] [role=option]");
  if (!option) return;
  event.preventDefault();
  take(option, option.closest("[data-mentions]"));
});

async function suggest(box, holder) {
  const typed = begun(box);
  const found = typed === null ? [] : matching(await people(holder.dataset.mentions), typed);
  if (begun(box) !== typed) return;
  show(found, holder);
}

// What stands between the last @ and the caret; null when nobody is being named.
function begun(box) {
  return OPEN.exec(box.value.slice(0, box.selectionStart))?.[1] ?? null;
}

async function people(url) {
  if (!known.has(url)) known.set(url, get(url).then((answer) => named(answer.people), () => []));
  return known.get(url);
}

// A display name that two people bear names neither: they go by their user names.
function named(listed) {
  const bearers = Map.groupBy(listed, ([, name]) => name);
  return listed.map(([username, name, own]) => ({ username, name: name || username, own, insert: name && bearers.get(name).length === 1 ? name : username }));
}

function matching(listed, typed) {
  const wanted = typed.toLocaleLowerCase();
  const starts = ({ name, username }) => name.toLocaleLowerCase().startsWith(wanted) || username.toLocaleLowerCase().startsWith(wanted);
  const holds = ({ name }) => wanted && name.toLocaleLowerCase().includes(wanted);
  const found = [...listed.filter(starts), ...listed.filter((one) => !starts(one) && holds(one))];
  const isDone = found.length === 1 && found[0].insert === typed;
  return isDone ? [] : found.slice(0, MOST);
}

function show(found, holder) {
  const list = listOf(holder);
  list.replaceChildren(...found.map((one, at) => option(one, `${list.id}-${at}`)));
  list.hidden = !found.length;
  choose(list.firstChild, holder);
}

function option({ username, name, own, insert }, id) {
  const item = document.createElement("li");
  const aside = document.createElement("small");
  aside.textContent = own ? username : interpolate(gettext("%s · 不在本计划"), [username]);
  item.append(name, " ", aside);
  Object.assign(item, { id });
  item.setAttribute("role", "option");
  item.dataset.insert = insert;
  return item;
}

function choose(item, holder) {
  for (const one of listOf(holder).children) one.setAttribute("aria-selected", String(one === item));
  if (item) boxOf(holder).setAttribute("aria-activedescendant", item.id);
  else boxOf(holder).removeAttribute("aria-activedescendant");
  item?.scrollIntoView({ block: "nearest" });
}

function walk(event, holder) {
  const items = [...listOf(holder).children];
  const at = items.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) choose(items[(at + by + items.length) % items.length], holder);
  else if (event.key === "Escape") close(holder);
  else if (["Enter", "Tab"].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.shiftKey) take(items[at], holder);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(item, holder) {
  const box = boxOf(holder);
  const start = box.selectionStart - begun(box).length;
  box.setRangeText(`${item.dataset.insert} `, start, box.selectionStart, "end");
  close(holder);
}

function close(holder) {
  const list = listOf(holder);
  list.hidden = true;
  boxOf(holder).removeAttribute("aria-activedescendant");
}

const listOf = (holder) => holder.querySelector("[role=listbox]");
const boxOf = (holder) => holder.querySelector("textarea");

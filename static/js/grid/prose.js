// Other people's changes of the prose: fragments are fetched anew, but never under somebody who writes.
import { notice, hush } from "./notice.js";

const SOON = 800;

export function mergeNotes({ rows, by }) {
  const list = document.getElementById("note-list");
  if (list.querySelector(".htmx-request")) return setTimeout(() => mergeNotes({ rows, by }), SOON);
  const alive = new Set(rows.map(([id]) => `note-${id}`));
  const gone = [...list.children].filter(({ id }) => id !== "note-new" && !alive.has(id));
  const changed = rows.filter(([id, version]) => isOld(document.getElementById(`note-${id}`), version));
  for (const note of gone.filter((one) => !isForm(one))) note.remove();
  for (const [id] of rows) if (!document.getElementById(`note-${id}`)) fetchNote(list, id, "#note-list", "beforeend");
  for (const [id] of changed.filter(([one]) => !isForm(document.getElementById(`note-${one}`)))) fetchNote(list, id, `#note-${id}`, "outerHTML");
  const isWritten = [...gone, ...changed.map(([id]) => document.getElementById(`note-${id}`))].some(isForm);
  const words = interpolate(gettext("%s 更新了你正在写的这一段正文，保存时会把两份都给你看。"), [by]);
  return isWritten ? notice(words, gettext("知道了"), hush) : null;
}

const isForm = (note) => Boolean(note?.matches("[data-note-form]"));

const versionOf = (note) => Number(note.dataset.version ?? note.querySelector("[name=version]")?.value ?? 0);

const isOld = (note, version) => note && versionOf(note) < version;

const fetchNote = (list, id, target, swap) => htmx.ajax("GET", `${list.dataset.url}${id}/`, { target, swap });

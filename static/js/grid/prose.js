// Other people's changes of the prose: fragments are fetched anew, but not under somebody who writes.
import { notice } from "./notice.js";

export function mergeNotes({ rows, by }) {
  const list = document.getElementById("note-list");
  const shown = new Map([...list.children].map((note) => [note.id, note]));
  const missing = rows.filter(([id]) => !shown.has(`note-${id}`));
  const changed = rows.filter(([id, version]) => isOld(shown.get(`note-${id}`), version));
  const alive = new Set(rows.map(([id]) => `note-${id}`));
  const gone = [...shown.values()].filter(({ id }) => id !== "note-new" && !alive.has(id));
  const words = interpolate(gettext("正文已被 %s 更新"), [by]);
  const isWritten = [...changed.map(([id]) => shown.get(`note-${id}`)), ...gone].some(isForm);
  if (missing.length || isWritten) return offer(list, words);
  gone.forEach((note) => note.remove());
  for (const [id] of changed) refresh(list, id);
  return null;
}

const isForm = (note) => note?.matches("[data-note-form]");

const versionOf = (note) => Number(note.dataset.version ?? note.querySelector("[name=version]")?.value ?? 0);

const isOld = (note, version) => note && versionOf(note) < version;

// Nothing stands in the way while no note is being written: then the whole list comes at once.
function offer(list, words) {
  if (!list.querySelector("[data-note-form]")) return all();
  return notice(words, gettext("刷新"), all);
}

const all = () => htmx.ajax("GET", window.location.pathname, { target: "#note-list", select: "#note-list", swap: "outerHTML" });

function refresh(list, id) {
  htmx.ajax("GET", `${list.dataset.url}${id}/`, { target: `#note-${id}`, swap: "outerHTML" });
}

// What wings hang on every row: a line in its menu, and how much is there beside its number.
import { openDialog } from "../dialogs.js";
import { element } from "./cells.js";
import { readJson } from "./json.js";

const links = readJson("plan-places") ?? [];

const counts = {};

document.addEventListener("place-counts", ({ detail }) => { counts[detail.kind] = detail.counts; });

export function placesOf(sheet, row) {
  if (row.isNew) return [];
  return links.map(({ label, icon, url }) => ({
    label,
    icon,
    count: counts[icon]?.[`${sheet.config.key}:${row.id}`] ?? 0,
    open: () => show(`${url}${sheet.config.key}/${row.id}/`),
  }));
}

// The figure beside the row's number opens what it counts.
export function paintPlaces(sheet, row, handle) {
  const told = placesOf(sheet, row).filter(({ count }) => count);
  const look = told.map(({ label, count }) => `${label} ${count}`).join();
  if ((handle.dataset.places ?? "") === look) return;
  handle.dataset.places = look;
  handle.querySelectorAll(".place").forEach((old) => old.remove());
  handle.append(...told.map(button));
}

function button({ label, icon, count, open }) {
  const made = element("button", `place of-${icon}`, String(count));
  made.type = "button";
  made.tabIndex = -1;
  made.title = label;
  made.setAttribute("aria-label", interpolate(gettext("%s：%s 条"), [label, count]));
  made.addEventListener("pointerdown", (event) => event.stopPropagation());
  made.addEventListener("click", (event) => { event.stopPropagation(); open(); });
  return made;
}

export async function show(url) {
  await htmx.ajax("GET", url, { target: "#drawer-body" });
  openDialog(document.getElementById("drawer"));
}

// The edge of a column's title: dragged it sets the width, pressed twice it fits the texts.
const LEAST = 48;
const MOST = 640;
const MARGIN = 24;
const PILL = 26;

export function listenResize(sheet) {
  const { head } = sheet.view;
  head.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    follow(sheet, grip, event);
  });
  head.addEventListener("dblclick", (event) => {
    const field = event.target.closest(".grip")?.parentElement.dataset.field;
    if (field) resize(sheet, field, natural(sheet, field));
  });
}

function follow(sheet, grip, start) {
  const title = grip.parentElement;
  const width = title.getBoundingClientRect().width;
  grip.setPointerCapture(start.pointerId);
  const moved = (event) => {
    if (Math.abs(event.clientX - start.clientX) > 2) resize(sheet, title.dataset.field, width + event.clientX - start.clientX);
  };
  grip.addEventListener("pointermove", moved);
  grip.addEventListener("pointerup", () => grip.removeEventListener("pointermove", moved), { once: true });
}

function resize(sheet, field, width) {
  sheet.columns.resize(field, Math.round(Math.min(MOST, Math.max(LEAST, width))));
  sheet.view.measure();
}

// As wide as its longest line.
function natural(sheet, field) {
  const column = sheet.columns.all.find((one) => one.field === field);
  const pen = document.createElement("canvas").getContext("2d");
  const cell = sheet.view.body.querySelector("td") ?? sheet.view.head;
  const { fontFamily, fontSize } = getComputedStyle(cell);
  pen.font = column.code ? `12.5px ${getComputedStyle(document.documentElement).getPropertyValue("--mono")}` : `${fontSize} ${fontFamily}`;
  const extra = column.people || column.options.some(([, , tone]) => tone) ? PILL : 0;
  const widths = sheet.rows.flatMap((row) => row.get(field).split("\n")).map((line) => pen.measureText(line).width + extra);
  return Math.max(pen.measureText(column.label).width, ...widths) + MARGIN;
}

// Lines from each block of the document to the rows that it became, drawn in the gap between.
const NS = "http://www.w3.org/2000/svg";

export function drawThreads(root, chosen) {
  const svg = root.querySelector(".threads");
  const gap = svg.getBoundingClientRect();
  if (!gap.width) return;
  svg.replaceChildren(...[...threads(root, gap, chosen)]);
}

function* threads(root, gap, chosen) {
  const rows = ends(root);
  for (const block of root.querySelectorAll(".blk")) {
    const start = middle(block.querySelector("header"));
    const isChosen = block.dataset.block === chosen;
    for (const key of block.dataset.keys.split(" ").filter(Boolean)) {
      const end = rows.get(`${key} ${block.dataset.block}`) ?? rows.get(key);
      if (end === undefined) continue;
      if (!isChosen && (isOut(start, gap) || isOut(end.y, gap))) continue;
      yield curve(clamp(start, gap), clamp(end.y, gap), gap, `hue-${end.hue}${isChosen ? " on" : ""}`);
    }
  }
}

// {"section block": where its first row is, "section": where the table is}.
function ends(root) {
  const found = new Map();
  for (const table of root.querySelectorAll(".got")) {
    const hue = [...table.classList].find((name) => name.startsWith("hue-"))?.slice(4) ?? "1";
    found.set(table.dataset.key, { y: middle(table.querySelector("header")), hue });
    for (const row of table.querySelectorAll("[data-from]")) {
      for (const number of row.dataset.from.split(" ")) {
        const name = `${table.dataset.key} ${number}`;
        if (!found.has(name)) found.set(name, { y: middle(row), hue });
      }
    }
  }
  return found;
}

function curve(from, to, gap, classes) {
  const path = document.createElementNS(NS, "path");
  const [a, b, half] = [from - gap.top, to - gap.top, gap.width / 2];
  path.setAttribute("d", `M0 ${a} C${half} ${a} ${half} ${b} ${gap.width} ${b}`);
  path.setAttribute("class", classes);
  return path;
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + Math.min(box.height, 40) / 2;
}

const isOut = (y, gap) => y < gap.top || y > gap.bottom;
const clamp = (y, gap) => Math.max(gap.top + 2, Math.min(gap.bottom - 2, y));

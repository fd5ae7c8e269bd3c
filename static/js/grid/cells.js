// How a text shows in a cell, by the kind of its column.
const SEPARATORS = /[，、,;；\/\n]+/;

export const parts = (text) => text.split(SEPARATORS).map((part) => part.trim()).filter(Boolean);

const shows = {
  choice: (text, column) => pill(text, column.options.find(([, label]) => label === text)),
  flag: (text, column) => (column.progress ? tick(text, column) : [text]),
  moment: (text) => text.split(" ").map((part) => element("span", "whole", part, " ")),
  names: (text, column, doubts) => (column.people ? people(text, column, doubts) : parts(text).map((part) => block(part))),
};

// `doubts` are the names behind which nobody is known: {name: why}.
export function show(text, column, doubts = {}) {
  if (!text && !(column.kind === "flag" && column.progress)) return [];
  const draw = shows[column.kind] ?? (column.people ? people : plain);
  return draw(text, column, doubts);
}

const plain = (text) => [text];

function people(text, column, doubts) {
  return parts(text).map((name) => {
    const chip = element("span", "who", initial(name), name);
    if (doubts[name]) {
      chip.classList.add("unknown");
      chip.title = doubts[name];
    }
    return chip;
  });
}

const initial = (name) => {
  const letter = element("i", "", [...name][0] ?? "");
  letter.setAttribute("aria-hidden", "true");
  return letter;
};

function pill(text, option) {
  if (!option?.[2]) return [text];
  return [element("span", `pill ${option[2]}`, text)];
}

function tick(text, column) {
  const done = text === column.yes;
  const box = element("span", `tick ${done ? "on" : ""}`, done ? "✓" : "");
  box.setAttribute("aria-hidden", "true");
  return [box, element("span", "sr", text || gettext("未勾选"))];
}

const block = (text) => element("span", "item", text);

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

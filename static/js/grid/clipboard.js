// Blocks of cells as text: tab-separated as spreadsheets write it, or a Markdown table.

export function readBlock(text) {
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  return isMarkdown(plain) ? readMarkdown(plain) : readTabs(plain);
}

// Quotes wrap a cell that has tabs, line breaks or quotes in it.
function readTabs(text) {
  const rows = [[]];
  let rest = text;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(rest);
    const cell = quoted ?? /^[^\t\n]*/.exec(rest);
    rows.at(-1).push(quoted ? quoted[1].replaceAll('""', '"') : cell[0]);
    rest = rest.slice(cell[0].length);
    if (!rest) return rows;
    if (rest[0] === "\n") rows.push([]);
    rest = rest.slice(1);
  }
}

const isMarkdown = (text) => {
  const lines = text.split("\n");
  return lines.length > 1 && lines.every((line) => /^\s*\|.*\|\s*$/.test(line));
};

function readMarkdown(text) {
  const rows = text.split("\n").map((line) => line.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|")));
  return rows.filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
}

export const writeBlock = (rows) => rows.map((cells) => cells.map(quote).join("\t")).join("\n");

const quote = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function writeTable(rows) {
  const table = document.createElement("table");
  for (const cells of rows) {
    const line = table.insertRow();
    for (const text of cells) line.insertCell().textContent = text;
  }
  return table.outerHTML;
}

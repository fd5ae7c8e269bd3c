// Columns give way until the table fits, as far as their longest word still can be read. Where it has to
// be scrolled anyway, on a phone and for many columns, they give way by half, so that names stay on one line.
const PHONE = 480;
const NARROW = 60;
const LETTER = 7.6;
const HANZI = 13;
const PADDING = 24;
const LOOKED_AT = 300;

// `own` are widths by hand: {field: pixels}.
export function fitting(columns, rows, room, own = {}) {
  const wish = columns.map(({ field, width }) => own[field] ?? width);
  const least = columns.map((column) => own[column.field] ?? Math.min(column.width, leastOf(column, rows)));
  const slack = sum(wish) - sum(least);
  const scrolls = room <= PHONE || room < sum(least);
  const share = Math.min(1, Math.max(scrolls ? 0.5 : 0, slack ? (room - sum(least)) / slack : 1));
  return wish.map((width, at) => Math.floor(least[at] + (width - least[at]) * share));
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function leastOf(column, rows) {
  const title = column.label.length * HANZI + PADDING;
  if (column.people) return Math.max(title, 92);
  if (column.options.some(([, , tone]) => tone)) return column.width;
  return Math.max(title, NARROW, column.code ? longestWord(column, rows) * LETTER + PADDING : 0);
}

// Code breaks after a hyphen only.
function longestWord(column, rows) {
  let longest = 0;
  for (const row of rows.slice(0, LOOKED_AT)) {
    for (const word of row.get(column.field).split(/(?<=-)|[\s、]/)) longest = Math.max(longest, word.length);
  }
  return longest;
}

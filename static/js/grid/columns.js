// Which columns of a section show: those that say something, and those that name a row.

const remembered = (name) => {
  try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; }
};

const foreign = (field) => ({
  field, label: field.replace(/^extra:/, ""), kind: "prose", options: [], className: "k-prose", width: 160,
  lock: gettext("这一列来自导入的文档，原样保留"),
});

export class Columns {
  constructor(config) {
    this.key = config.key;
    this.all = config.columns;
    this.first = new Set(config.first);
    this.names = new Set(config.names);
    this.choices = remembered(`columns:${config.key}`);
    this.widths = remembered(`widths:${config.key}`);
    this.shown = [];
  }

  // Columns of the source document that import did not know: kept, shown, not typed into.
  adopt(rows) {
    const known = new Set(this.all.map(({ field }) => field));
    const found = new Set(rows.flatMap((row) => Object.keys(row.text)).filter((field) => !known.has(field)));
    for (const field of found) this.all.push(foreign(field));
  }

  // Choose anew from the rows; returns whether anything changed. What shows is not taken away from
  // under a person's hands: a column leaves only when it is told to, or when the page is opened again.
  choose(rows) {
    this.adopt(rows);
    const used = new Set(rows.flatMap((row) => Object.keys(row.text).filter((field) => row.text[field])));
    const usual = used.size ? this.names : this.first;
    const kept = new Set(this.shown.map(({ field }) => field));
    const shown = this.all.filter(({ field }) => this.choices[field] ?? (kept.has(field) || used.has(field) || usual.has(field)));
    const changed = shown.length !== this.shown.length || shown.some((column, at) => column !== this.shown[at]);
    this.shown = shown;
    return changed;
  }

  show(field, wanted) {
    this.choices[field] = wanted;
    localStorage.setItem(`columns:${this.key}`, JSON.stringify(this.choices));
  }

  // A width by hand, in pixels; it stays for this section on this machine.
  resize(field, width) {
    this.widths[field] = width;
    localStorage.setItem(`widths:${this.key}`, JSON.stringify(this.widths));
  }

  get hidden() { return this.all.filter((column) => !this.shown.includes(column)); }

  // The column that these words name, by its own label first, else by a name that documents use.
  named(words) {
    const wanted = words.trim().toLowerCase();
    const says = (name) => name.toLowerCase() === wanted;
    return this.all.find(({ field, label }) => says(field) || says(label)) ?? this.all.find(({ also = [] }) => also.some(says));
  }
}

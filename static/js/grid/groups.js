// A heading before each run of rows with the same value in the section's group column.

export class Groups {
  constructor(config) {
    this.field = config.group_by;
    this.words = config.group_words;
  }

  of(row) { return this.field ? row.get(this.field) : ""; }

  heading(rows, at) {
    const value = this.of(rows[at]);
    if (!this.field || !value || (at > 0 && this.of(rows[at - 1]) === value)) return "";
    let end = at;
    while (end < rows.length && this.of(rows[end]) === value) end += 1;
    const count = interpolate(ngettext("%s 行", "%s 行", end - at), [end - at]);
    return `${interpolate(this.words, [value])} · ${count}`;
  }
}

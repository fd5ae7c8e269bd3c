// A row as the page holds it: texts as people read and type them, beside what the server last said.
let born = 0;

export class Row {
  // `content` are the fields that are written as content; the others have their own doors.
  constructor(content, surface = null) {
    this.key = `row-${++born}`;
    this.content = content;
    this.text = {};
    this.errors = {};
    this.state = "saved";
    this.forget();
    if (surface) this.accept(surface);
  }

  // Content whose text differs from the server's: {field: text}.
  get changes() {
    const fields = this.content.filter((field) => this.get(field) !== (this.saved[field] ?? ""));
    return Object.fromEntries(fields.map((field) => [field, this.get(field)]));
  }

  // What a request carries: all of a new row, with what import kept beside it; else the changes.
  get body() {
    if (!this.isNew) return { id: this.id, row_version: this.version, ...this.changes };
    return { ...this.changes, ...(this.beside ?? {}) };
  }

  get isChanged() { return this.isNew || Object.keys(this.changes).length > 0; }

  get isNew() { return this.id === null; }

  get isBlank() { return this.isNew && !this.content.some((field) => this.get(field)); }

  get(field) { return this.text[field] ?? ""; }

  set(field, text) {
    this.text[field] = text;
    delete this.errors[field];
  }

  // The server's word; what was typed after `sent` left stays as typed.
  accept(surface, sent = this.text) {
    const typed = Object.entries(this.text).filter(([field, text]) => text !== (sent[field] ?? ""));
    const { id, row_version: version, lock = "", tick = "", extra = {}, raw = {}, doubts = {} } = surface;
    Object.assign(this, { id, version, lock, tick, raw, doubts, former: null, contested: 0, beside: { extra, raw } });
    this.saved = { ...surface.text };
    this.text = { ...surface.text, ...Object.fromEntries(typed) };
  }

  // Somebody else's word for the row; false when it changes a cell that I am changing too.
  merge(surface, typed = "") {
    const mine = this.changes;
    const isOther = (field) => surface.text[field] !== (this.saved[field] ?? "") && surface.text[field] !== mine[field];
    if (Object.keys(mine).some(isOther) || (typed && isOther(typed))) return false;
    this.accept(surface, this.saved);
    return true;
  }

  // Gone from the server, which can bring `former` back as it was; else it would be created anew.
  forget() {
    Object.assign(this, { former: this.id ?? this.former ?? null, id: null, version: 0, contested: 0, saved: {}, lock: "", tick: "", raw: {}, doubts: {} });
  }
}

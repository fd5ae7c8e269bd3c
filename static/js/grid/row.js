// A row as the page holds it: texts as people read and type them, beside what the server last said.
let born = 0;

export class Row {
  constructor(surface = null) {
    this.key = `row-${++born}`;
    this.text = {};
    this.errors = {};
    this.state = "saved";
    this.forget();
    if (surface) this.accept(surface);
  }

  // Fields whose text differs from the server's: {field: text}.
  get changes() {
    const fields = Object.keys(this.text).filter((field) => this.get(field) !== (this.saved[field] ?? ""));
    return Object.fromEntries(fields.map((field) => [field, this.get(field)]));
  }

  get isChanged() { return this.isNew || Object.keys(this.changes).length > 0; }

  get isNew() { return this.id === null; }

  get isBlank() { return this.isNew && !Object.values(this.text).some(Boolean); }

  get(field) { return this.text[field] ?? ""; }

  set(field, text) {
    this.text[field] = text;
    delete this.errors[field];
  }

  // The server's word; what was typed after `sent` left stays as typed.
  accept(surface, sent = this.text) {
    const typed = Object.entries(this.text).filter(([field, text]) => text !== (sent[field] ?? ""));
    const { id, version, lock = "", tick = "", raw = {} } = surface;
    Object.assign(this, { id, version, lock, tick, raw });
    this.saved = { ...surface.text };
    this.text = { ...surface.text, ...Object.fromEntries(typed) };
  }

  // Gone from the server: what is left would be created anew.
  forget() {
    Object.assign(this, { id: null, version: 0, saved: {}, lock: "", tick: "", raw: {} });
  }
}

// Autosave of one sheet: one request at a time, every undoable step as one request.
import { Problem, renew } from "../requests.js";
import { toast } from "../toast.js";
import { reconcile } from "./conflict.js";

const AGAIN = 4000;

export class Saver {
  constructor(sheet, store) {
    this.sheet = sheet;
    this.store = store;
    this.waiting = [];
    this.busy = false;
    this.turn = 0;
  }

  // Something of mine is on its way: what others say now may be older than that.
  get isUnderWay() {
    return this.busy || this.waiting.some(({ kind, stuck }) => !stuck || kind !== "save");
  }

  get isClean() { return !this.busy && !this.waiting.length; }

  // Rows of one step are saved together or not at all; a row waits in one job only.
  want(rows) {
    const joined = new Set(rows.filter((row) => !row.isBlank));
    if (!joined.size) return;
    const free = this.waiting.filter((job) => job.kind !== "save" || !overlaps(job.rows, joined));
    for (const job of this.waiting) if (!free.includes(job)) job.rows.forEach((row) => joined.add(row));
    this.waiting = free;
    this.queue("save", joined);
  }

  remove(rows) {
    for (const job of this.waiting) rows.forEach((row) => job.rows.delete(row));
    this.waiting = this.waiting.filter((job) => !["save", "restore"].includes(job.kind) || job.rows.size);
    const ids = rows.filter((row) => !row.isNew).map((row) => row.id);
    if (ids.length) this.queue("remove", new Set(ids));
  }

  // Deleted rows that undo has brought back to the sheet.
  restore(rows) { this.queue("restore", new Set(rows)); }

  // Results and ticks go through their own door; what is refused is shown as it was.
  tick(cell) { this.queue("tick", new Set([cell.row]), cell); }

  order() {
    if (!this.waiting.some(({ kind }) => kind === "order")) this.queue("order", new Set());
  }

  queue(kind, rows, cell = null) {
    this.waiting.push({ kind, rows, cell, stuck: false });
    this.turn += 1;
    this.run();
  }

  retry() {
    for (const job of this.waiting) job.stuck = false;
    this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    this.sheet.report();
    try {
      for (let job = this.next(); job; job = this.next()) await this.attempt(job);
    } finally {
      this.busy = false;
      this.turn += 1;
      this.sheet.report();
    }
  }

  // The order of rows is told last, when all of them have an id.
  next() {
    const ready = this.waiting.filter(({ stuck }) => !stuck);
    const unsaved = this.waiting.some(({ kind }) => kind === "save" || kind === "restore");
    return ready.find(({ kind }) => kind !== "order") ?? (unsaved ? undefined : ready[0]);
  }

  async attempt(job) {
    this.waiting = this.waiting.filter((other) => other !== job);
    try {
      await this.send(job);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      await this.stick(job, problem);
    }
  }

  send(job) {
    switch (job.kind) {
      case "save": return this.save(job);
      case "tick": return this.write(job.cell);
      case "restore": return this.bringBack([...job.rows]);
      case "remove": return this.store.remove([...job.rows]);
      default: return this.store.order(this.sheet.rows);
    }
  }

  async write({ row, field, after }) {
    this.sheet.mark([row], "saving");
    row.accept(await this.store.tick(row, { [field]: after }));
    this.sheet.mark([row], "saved");
  }

  async save(job) {
    const rows = this.sheet.rows.filter((row) => job.rows.has(row) && row.isChanged);
    if (!rows.length) return;
    const sent = rows.map((row) => ({ ...row.text }));
    const born = rows.filter((row) => row.isNew);
    this.sheet.mark(rows, "saving");
    const answers = await this.store.save(rows);
    for (const [at, row] of rows.entries()) row.accept(answers[at], sent[at]);
    this.sheet.mark(rows, "saved");
    this.dropGone(rows);
    if (this.sheet.areInserted(born)) this.order();
    this.want(rows.filter((row) => row.isChanged));
  }

  async bringBack(asked) {
    const rows = asked.filter(({ isNew, former }) => isNew && former);
    if (!rows.length) return;
    this.sheet.mark(rows, "saving");
    const answers = await this.store.restore(rows.map(({ former }) => former));
    for (const [at, row] of rows.entries()) row.accept(answers[at]);
    this.sheet.mark(rows, "saved");
    this.dropGone(rows);
  }

  // Taken away again while they were on their way to the server.
  dropGone(rows) {
    const gone = rows.filter((row) => !row.isNew && !this.sheet.rows.includes(row));
    this.remove(gone);
    gone.forEach((row) => row.forget());
  }

  // Nothing typed is lost: the rows keep their texts and say why they are not saved.
  async stick(job, problem) {
    if (job.kind === "tick") return this.sheet.takeBack(job.cell, problem);
    if (job.kind === "restore" && [404, 409].includes(problem.status)) return this.createAnew(job);
    if (!["save", "restore"].includes(job.kind)) return this.sheet.startOver(problem);
    job.stuck = true;
    this.waiting.push(job);
    if (problem.status === 401) return this.signIn(job);
    if (problem.status === 409) return this.reconcile(job, problem);
    if (problem.fields.reason && await this.store.askReason(problem)) return this.release(job);
    this.sheet.place(this.sheet.rows.filter((row) => job.rows.has(row) && row.isChanged), problem);
    if (problem.status === 0) this.later(job);
  }

  // The server knows nothing of them: what they say is kept as new rows.
  createAnew({ rows }) {
    for (const row of rows) row.former = null;
    this.want([...rows]);
  }

  async reconcile(job, problem) {
    if (await reconcile(this.sheet, [...job.rows], problem)) this.release(job);
  }

  // Signed out while typing: once somebody has signed in again the rows save themselves.
  signIn(job) {
    this.sheet.mark([...job.rows], "waiting");
    if (this.isOut) return;
    this.isOut = true;
    const act = () => window.open(window.location.href);
    const words = gettext("登录已过期。改动还在这一页，重新登录后会自动保存。");
    const hush = toast(words, "bad", { text: gettext("去登录"), act });
    const again = async () => {
      if (!await renew()) return setTimeout(again, AGAIN);
      this.isOut = false;
      hush();
      return this.retry();
    };
    setTimeout(again, AGAIN);
  }

  // The conflict that was put aside is looked at again.
  resume(row) {
    const job = this.waiting.find(({ kind, rows }) => kind === "save" && rows.has(row));
    if (job) this.release(job);
    else this.want([row]);
  }

  release(job) {
    job.stuck = false;
    this.run();
  }

  later(job) {
    this.sheet.mark([...job.rows], "waiting");
    setTimeout(() => this.release(job), AGAIN);
  }
}

const overlaps = (a, b) => [...a].some((row) => b.has(row));

// All sheets of a plan: built when they come into view, one state of saving for all of them.
import { listenCheck, refreshCheck } from "../check.js";
import { show } from "../fold.js";
import { ask } from "./ask.js";
import { readJson } from "./json.js";
import { Live } from "./live.js";
import { Sheet } from "./sheet.js";

const ROW = 37;

export class Page {
  constructor(root) {
    this.sheets = new Map();
    this.known = readJson("plan-words") ?? {};
    this.findings = {};
    this.warned = new Set();
    this.state = root.querySelector("[data-saved]");
    this.watcher = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.build(one.target)), { rootMargin: "400px" });
    for (const card of root.querySelectorAll(".sec[data-section]")) {
      reserve(card);
      this.watcher.observe(card);
    }
    listenCheck(this);
    document.addEventListener("place-counts", () => this.each(({ rows, view }) => rows.forEach((row) => view.paintState(row))));
    window.addEventListener("beforeunload", (event) => this.isClean || event.preventDefault());
    document.addEventListener("plan-saved", () => this.report());
    window.addEventListener("online", () => this.each(({ saver }) => saver.retry()));
    this.live = new Live(this, root.querySelector("[data-live]"));
  }

  async build(card) {
    this.watcher.unobserve(card);
    if (this.sheets.has(card.dataset.section) || card.querySelector("[data-sheet]").closest("[hidden]")) return null;
    const sheet = new Sheet(card, this.prepared(card), this);
    this.sheets.set(card.dataset.section, sheet);
    sheet.findings = this.findings[card.dataset.section] ?? {};
    await (sheet.loaded = sheet.load());
    card.querySelector("[data-sheet]").style.minHeight = "";
    card.dispatchEvent(new CustomEvent("sheet-ready", { detail: sheet }));
    return sheet;
  }

  // The card's sheet, built and loaded.
  async sheetOf(card) {
    const known = this.sheets.get(card.dataset.section);
    await known?.loaded;
    return known ?? this.build(card);
  }

  prepared(card) {
    const config = readJson(`section-${card.dataset.section}`);
    for (const column of config.columns) {
      if (column.kind === "flag") [column.yes, column.no] = column.options.map(([, label]) => label);
      column.className = [`k-${column.kind}`, column.code && "mono", column.progress && "progress"].filter(Boolean).join(" ");
    }
    return config;
  }

  words(column) { return column.people ? this.known.people : this.known[column.words]; }

  // True when the person goes on; each sentence is said once a visit.
  async warn(words) {
    if (!words || this.warned.has(words)) return true;
    const goOn = Boolean(await ask("warning-dialog", words));
    if (goOn) this.warned.add(words);
    return goOn;
  }

  // Where the keyboard is: "section:row:field", empty for nowhere.
  get place() {
    const sheet = [...this.sheets.values()].find((one) => one.hasKeyboard && one.selection.isSet);
    if (!sheet) return "";
    const { row, column } = sheet.editor.isOpen ? sheet.editor : sheet.selection;
    return [sheet.config.key, row?.id ?? "", column?.field ?? ""].join(":");
  }

  // What others have made of a section; false when it has to be asked again.
  async merge(key, rows, by, merger) {
    const card = document.querySelector(`.sec[data-section="${CSS.escape(key)}"]`);
    if (!card) return true;
    if (rows.length && card.hidden) show(card);
    if (!this.sheets.has(key)) this.count(key, rows.length);
    return merger ? merger.take(rows, by) : !this.sheets.has(key);
  }

  each(act) { for (const sheet of this.sheets.values()) act(sheet); }

  get isClean() { return [...this.sheets.values()].every(({ saver }) => saver.isClean); }

  // One line in the head says whether everything is safe.
  report() {
    const savers = [...this.sheets.values()].map(({ saver }) => saver);
    const stuck = savers.some(({ waiting }) => waiting.some((job) => job.stuck));
    const busy = savers.some((saver) => saver.busy);
    const [words, tone] = stuck ? [gettext("有改动没保存"), "bad"] : busy ? [gettext("保存中…"), ""] : [interpolate(gettext("已保存 %s"), [clock()]), ""];
    this.state.textContent = words;
    this.state.className = tone ? `ink-${tone}` : busy ? "mute" : "mute resting";
    if (!busy && !stuck) this.settled();
  }

  settled() {
    clearTimeout(this.checking);
    this.checking = setTimeout(refreshCheck, 1200);
  }

  count(key, rows) {
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(key)}"]`)) {
      place.textContent = "unit" in place.dataset ? interpolate(ngettext("%s 行", "%s 行", rows), [rows]) : rows || "";
    }
  }

  // New findings of the plan check: {section: {row id: {field: [level, sentence]}}}.
  show(findings) {
    this.findings = findings;
    this.each((sheet) => {
      sheet.findings = findings[sheet.config.key] ?? {};
      sheet.rows.forEach((row) => sheet.view.paintRow(row));
    });
  }
}

// Room for the rows that are still to come, so that the page does not jump when they do.
function reserve(card) {
  const rows = parseInt(card.querySelector("[data-count]").textContent, 10) + 2;
  const height = Math.min(rows * ROW, window.innerHeight * .85);
  card.querySelector("[data-sheet]").style.minHeight = `${height}px`;
}

const clock = () => new Date().toLocaleTimeString(document.documentElement.lang || "zh-CN", { hour: "2-digit", minute: "2-digit" });

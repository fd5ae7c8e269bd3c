// Every two seconds, while somebody looks: where I am, who else is here, what they have changed.
import { csrf } from "../requests.js";
import { Merger } from "./merge.js";
import { Neighbours } from "./neighbours.js";
import { notice } from "./notice.js";
import { mergeNotes } from "./prose.js";

const BEAT = 1600;
const PATIENCE = 15000;

export class Live {
  constructor(page, place) {
    if (!place) return;
    Object.assign(this, { page, url: place.dataset.live, since: place.dataset.position, status: place.dataset.status });
    this.name = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.neighbours = new Neighbours(page);
    this.want = new Set();
    this.seen = "";
    this.others = [];
    this.wait = BEAT;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.begin()));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.begin());
    this.begin();
  }

  // Also after a pause: signed in again, back from another tab.
  begin() {
    clearTimeout(this.next);
    if (!document.hidden && !this.isAsking) this.beat();
  }

  async beat() {
    this.isAsking = true;
    const goesOn = await this.ask();
    this.isAsking = false;
    clearTimeout(this.next);
    if (goesOn && !document.hidden) this.next = setTimeout(() => this.beat(), this.wait);
  }

  // False when there is nothing more to ask: signed out, or the plan may not be seen any more.
  async ask() {
    const mergers = new Map([...this.page.sheets].map(([key, sheet]) => [key, new Merger(sheet)]));
    const response = await this.send({ since: this.since, at: this.page.place, want: [...this.want].join(), seen: this.seen }).catch(() => null);
    if (response?.type === "opaqueredirect" || response?.status === 401 || response?.status === 403) return this.stop();
    if (response?.status === 404) return this.vanish();
    this.wait = response?.ok ? BEAT : Math.min(PATIENCE, this.wait * 2);
    if (response?.ok) await this.take(await response.json(), mergers);
    return true;
  }

  send(words) {
    const body = new URLSearchParams({ page: this.name, ...words });
    return fetch(this.url, { method: "POST", body, redirect: "manual", keepalive: true, credentials: "same-origin", headers: { "X-CSRFToken": csrf() } });
  }

  async take({ position, status, seen, others, sections = {}, notes, said }, mergers) {
    Object.assign(this, { since: position, seen, others: others ?? this.others });
    for (const [key, { rows, by }] of Object.entries(sections)) {
      const isDone = await this.page.merge(key, rows, by, mergers.get(key)).catch(() => false);
      if (isDone) this.want.delete(key);
      else this.want.add(key);
    }
    this.neighbours.show(this.others);
    if (notes) mergeNotes(notes);
    if (said !== undefined || notes || Object.keys(sections).length) this.page.settled();
    if (said || status !== this.status) notice(said || gettext("计划的状态变了"), gettext("刷新"), () => window.location.reload());
    this.status = status;
  }

  leave() {
    clearTimeout(this.next);
    this.send({ leaving: "1" }).catch(() => {});
  }

  stop() {
    this.seen = "";
    this.neighbours.show([]);
    return false;
  }

  vanish() {
    notice(gettext("这个计划已经删除，或者你看不到它了"), gettext("刷新"), () => window.location.reload());
    return this.stop();
  }
}

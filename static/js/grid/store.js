// The section's rows on the server: texts in, texts out (`?text=1`).
import { get, send } from "../requests.js";
import { askReason } from "./reason.js";

const FEW = 200;

export class Store {
  constructor(config) {
    this.config = config;
    this.reason = "";
  }

  address(tail = "") {
    const reason = this.reason ? `&reason=${encodeURIComponent(this.reason)}` : "";
    return `${this.config.url}${tail}?text=1${reason}`;
  }

  async all() {
    const answer = await get(`${this.address()}&page_size=5000`);
    return answer.results ?? answer;
  }

  // These rows only; of many at once the whole table is the shorter question.
  async some(ids) {
    const wanted = new Set(ids);
    const tail = ids.length > FEW ? "" : `&ids=${ids.join()}`;
    const { results } = await get(`${this.address()}&page_size=5000${tail}`);
    return results.filter(({ id }) => wanted.has(id));
  }

  // What an edit would undo; a server that cannot say so now will refuse by itself.
  async warning() {
    const answer = await get(this.address("warning/")).catch(() => ({ warning: "" }));
    return answer.warning;
  }

  // One new row, one changed row, or a block of both: answers in the order of `rows`.
  async save(rows) {
    if (rows.length > 1) return (await send("PATCH", this.address(), { rows: rows.map((row) => row.body) })).rows;
    const [row] = rows;
    const answer = row.isNew
      ? await send("POST", this.address(), row.body)
      : await send("PATCH", this.address(`${row.id}/`), row.body);
    return [answer];
  }

  tick(row, values) {
    return send("POST", this.address(`${row.id}/progress/`), values);
  }

  remove(ids) {
    if (ids.length === 1) return send("DELETE", this.address(`${ids[0]}/`));
    return send("DELETE", this.address(), { ids });
  }

  // Rows that were deleted come back with their progress, in the order of `ids`.
  async restore(ids) {
    return (await send("POST", this.address("restoration/"), { ids })).rows;
  }

  order(rows) {
    return send("PUT", this.address("order/"), { ids: rows.filter((row) => !row.isNew).map((row) => row.id) });
  }

  // From approval on every change says why; one answer serves the whole visit.
  async askReason(problem) {
    this.reason = await askReason(problem.message);
    return Boolean(this.reason);
  }
}

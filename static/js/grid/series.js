// What comes after these texts when they are dragged on, as a spreadsheet would go on.
const NUMBER = /^-?\d+(\.\d+)?$/;
const DATE = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2}))?$/;
const CLOCK = /^(\d{1,2}):(\d{2})$/;
const ENDING = /^(.*?)(\d+)$/s;
const DAY = 1440;

// `count` texts; with `isCopy` what could be a series is repeated, what could not be begins to count.
export function extend(texts, count, isCopy = false) {
  const isSingle = texts.length === 1;
  const goOn = isSingle && isCopy && NUMBER.test(texts[0]) ? numbers(texts, 1) : isCopy ? null : series(texts, isSingle);
  return Array.from({ length: count }, (_, at) => (goOn ? goOn(at + 1) : texts[at % texts.length]));
}

function series(texts, isSingle) {
  if (texts.every((text) => NUMBER.test(text))) return isSingle ? null : numbers(texts);
  if (texts.every((text) => DATE.test(text))) return dates(texts);
  if (texts.every((text) => CLOCK.test(text))) return clocks(texts);
  return isSingle ? null : endings(texts);
}

// The one step between all neighbours; null when they differ.
function stepOf(values) {
  const steps = values.slice(1).map((value, at) => value - values[at]);
  return steps.every((one) => Math.abs(one - steps[0]) < 1e-9) ? steps[0] : null;
}

function numbers(texts, given = null) {
  const by = given ?? stepOf(texts.map(Number));
  if (by === null) return null;
  const places = Math.max(...texts.map((text) => text.split(".")[1]?.length ?? 0));
  const last = texts.at(-1);
  const isPadded = /^0\d/.test(last);
  return (at) => (Number(last) + by * at).toFixed(places).padStart(isPadded ? last.length : 0, "0");
}

function dates(texts) {
  const found = texts.map((text) => DATE.exec(text));
  const months = found.map(([, year, , month]) => year * 12 + Number(month));
  const minutes = found.map(([, year, , month, day, hour, minute]) => Date.UTC(year, month - 1, day, hour ?? 0, minute ?? 0) / 60000);
  const isSameDay = found.every((one) => one[4] === found[0][4] && one[5] === found[0][5] && one[6] === found[0][6]);
  const byMonth = texts.length > 1 && isSameDay ? stepOf(months) : null;
  if (byMonth) return (at) => writeDate(inMonth(found.at(-1), byMonth * at), found.at(-1));
  const by = texts.length > 1 ? stepOf(minutes) : DAY;
  return by === null ? null : (at) => writeDate(new Date((minutes.at(-1) + by * at) * 60000), found.at(-1));
}

// The 31st of a shorter month is its last day.
function inMonth([, year, , month, day, hour, minute], by) {
  const last = new Date(Date.UTC(year, Number(month) + by, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + by, Math.min(day, last), hour ?? 0, minute ?? 0));
}

function writeDate(date, [, , mark, month, day, hour]) {
  const two = (number, like) => String(number).padStart(like.length, "0");
  const written = [date.getUTCFullYear(), two(date.getUTCMonth() + 1, month), two(date.getUTCDate(), day)].join(mark);
  if (hour === undefined) return written;
  return `${written} ${two(date.getUTCHours(), hour)}:${two(date.getUTCMinutes(), "00")}`;
}

function clocks(texts) {
  const minutes = texts.map((text) => CLOCK.exec(text)).map(([, hour, minute]) => hour * 60 + Number(minute));
  const by = texts.length > 1 ? stepOf(minutes) : 60;
  const wide = CLOCK.exec(texts.at(-1))[1].length;
  const write = (all) => `${String(Math.floor(all / 60)).padStart(wide, "0")}:${String(all % 60).padStart(2, "0")}`;
  return by === null ? null : (at) => write((((minutes.at(-1) + by * at) % DAY) + DAY) % DAY);
}

// app-1, app-2 goes on; a single app-1 does not: versions and names end in numbers too.
function endings(texts) {
  const found = texts.map((text) => ENDING.exec(text));
  if (!found.every((one) => one && one[1] === found[0][1])) return null;
  const goOn = numbers(found.map(([, , number]) => number));
  return goOn && ((at) => `${found[0][1]}${goOn(at)}`);
}

// <time datetime data-ago>: "3 分钟前", kept fresh while the page is open.
const steps = [["day", 86400], ["hour", 3600], ["minute", 60]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "zh-CN", { numeric: "auto" });

function ago(moment) {
  const seconds = (new Date(moment) - Date.now()) / 1000;
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
  return words.format(Math.round(seconds / size), unit);
}

export function refresh(root = document) {
  for (const time of root.querySelectorAll("time[data-ago]")) time.textContent = ago(time.dateTime);
}

refresh();
setInterval(refresh, 30000);
document.addEventListener("htmx:afterSettle", (event) => refresh(event.target));

// Short messages in a polite live region: toast("已保存"), toast("…", "bad"); the answer takes it away.
const LEVELS = { error: "bad", warning: "warn", success: "ok", info: "ok" };
const area = document.getElementById("toasts");

export function toast(text, tone = "ok", link = null) {
  if (!text) return () => {};
  for (const same of area.querySelectorAll(":scope > .toast")) if (same.firstChild.textContent === text) same.remove();
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  box.append(words(text), ...(link ? [anchor(link)] : []), closer());
  area.append(box);
  raise();
  if (tone !== "bad") setTimeout(() => drop(box), 6000);
  return () => drop(box);
}

function words(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}

function anchor({ text, act }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = text;
  button.addEventListener("click", (event) => { act(); drop(event.target.closest(".toast")); });
  return button;
}

function closer() {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.closeToast = "";
  button.setAttribute("aria-label", gettext("关闭"));
  button.textContent = "×";
  return button;
}

function drop(box) {
  box.remove();
  if (!area.children.length && area.matches(":popover-open")) area.hidePopover();
}

// The top layer: a toast must be seen above an open dialog.
function raise() {
  if (area.matches(":popover-open")) area.hidePopover();
  area.showPopover();
}

function problemText(xhr) {
  try {
    const body = JSON.parse(xhr.responseText);
    return body.detail || body.title;
  } catch {
    return gettext("没有成功，请刷新后再试");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close-toast]");
  if (button) drop(button.closest(".toast"));
});
document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail.tone ?? LEVELS[detail.level] ?? "ok"));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (!xhr.getResponseHeader("HX-Trigger")) toast(problemText(xhr), "bad");
});
document.addEventListener("htmx:sendError", () => toast(gettext("连不上服务器，请检查网络"), "bad"));

if (area?.children.length) {
  raise();
  for (const box of area.querySelectorAll(".toast.ok")) setTimeout(() => drop(box), 6000);
}

// The plan's own fields, edited where they stand: one PATCH per field, with the version.
import { send } from "./requests.js";
import { askReason } from "./grid/reason.js";
import { toast } from "./toast.js";

const head = document.querySelector("[data-plan]");

async function save(field, text, reason = "") {
  const body = { version_lock: Number(head.dataset.version), [field]: text };
  const query = reason ? `?reason=${encodeURIComponent(reason)}` : "";
  const plan = await send("PATCH", `${head.dataset.plan}${query}`, body);
  head.dataset.version = plan.version_lock;
  return plan;
}

async function persist(field, text) {
  try {
    return await save(field, text);
  } catch (problem) {
    const reason = problem.fields?.reason && (await askReason(problem.message));
    if (!reason) throw problem;
    return save(field, text, reason);
  }
}

async function finish(box) {
  const text = box.textContent.trim();
  if (text === box.dataset.kept) return;
  try {
    const plan = await persist(box.dataset.field, text);
    box.textContent = box.dataset.kept = plan[box.dataset.field];
    document.dispatchEvent(new CustomEvent("plan-saved"));
  } catch (problem) {
    toast(problem.message, "bad");
    box.focus();
  }
}

for (const box of document.querySelectorAll("[data-field][contenteditable]")) {
  box.dataset.kept = box.textContent.trim();
  box.addEventListener("blur", () => finish(box));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); box.blur(); }
    if (event.key === "Escape") { box.textContent = box.dataset.kept; box.blur(); }
  });
  box.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replace(/\s+/g, " "));
  });
}

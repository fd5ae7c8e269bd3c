// Files for a place of the plan: chosen, dropped or pasted, sent one after the other with progress.
import "./place-counts.js";
import { csrf } from "./requests.js";
import { toast } from "./toast.js";

const formIn = (target) => target.closest?.("[data-attach]") ?? document.querySelector("dialog[open] [data-attach]");

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-attach] [type=file]")) sendAll(target.form, target.files);
});

// Beside the frame counts too: a browser would leave the page for a file dropped there.
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const form = formIn(event.target);
    if (!form || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.querySelector(".attach-drop").classList.toggle("over", name === "dragover");
    if (name === "drop") sendAll(form, event.dataTransfer.files);
  });
}

document.addEventListener("paste", (event) => {
  const form = formIn(event.target);
  const isText = event.target.matches?.("input, textarea") && event.clipboardData.types.includes("text/plain");
  if (!form || isText || !event.clipboardData.files.length) return;
  event.preventDefault();
  sendAll(form, event.clipboardData.files);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-attach]")) event.preventDefault();
});

async function sendAll(form, files) {
  if (!files.length || form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const place = form.closest("[data-hanging]");
  let fresh = null;
  for (const file of [...files]) fresh = (await sendOne(form, file)) ?? fresh;
  form.removeAttribute("aria-busy");
  if (fresh) show(place, fresh);
  else reset(form);
}

// The fragment of the place with its new file, or null when it was refused.
function sendOne(form, file) {
  const going = form.querySelector("[data-going]");
  going.hidden = false;
  going.querySelector("[data-name]").textContent = file.name;
  const bar = going.querySelector("progress");
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = total ? (loaded * 100) / total : 0; });
    request.addEventListener("load", () => done(isPlace(request) ? request.responseText : refused(request)));
    request.addEventListener("error", () => { toast(gettext("连不上服务器：文件没有传完，请再试一次"), "bad"); done(null); });
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("HX-Request", "true");
    request.send(body(form, file));
  });
}

function body(form, file) {
  const sent = new FormData();
  sent.append("file", file, file.name);
  sent.append("note", form.elements.note.value);
  return sent;
}

// Whoever was signed out meanwhile is answered with the sign-in page.
const isPlace = ({ status, responseText }) => status < 300 && responseText.includes("data-hanging");

function refused(request) {
  let told = "";
  try { told = JSON.parse(request.responseText).detail; } catch { /* no problem document: a proxy's page */ }
  toast(told || gettext("文件没有传上去：可能太大，或登录已过期"), "bad");
  return null;
}

function show(place, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-hanging]");
  place.replaceWith(fresh);
  htmx.process(fresh);
  htmx.trigger(document.body, "attachments-changed");
}

function reset(form) {
  form.querySelector("[data-going]").hidden = true;
  form.querySelector("[type=file]").value = "";
}

// Comments in the drawer: sent by Ctrl+Enter, fresh while open, names completed, counts on places.
import "./mentions.js";
import "./place-counts.js";

const drawer = document.getElementById("drawer");

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-say]");
  if (!form || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  if (event.key === "Escape" && form.hasAttribute("data-edit")) {
    event.preventDefault();
    form.querySelector("[data-cancel]").click();
  }
});

// What nobody sees is not asked for; what somebody is editing is not drawn anew.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  const isLook = requestConfig.verb === "get" && elt.matches("[data-said], .body[hx-trigger*='comments-changed']");
  if (!isLook) return;
  const isAway = document.hidden || !elt.checkVisibility();
  if (isAway || elt.querySelector("[data-edit]")) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (!successful || !elt.matches("[data-say]:not([data-edit])")) return;
  elt.reset();
  elt.querySelector("textarea").focus();
  elt.closest(".talk").querySelector(".said > li:last-child")?.scrollIntoView({ block: "nearest" });
});

document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  const talk = elt.closest?.("#drawer-body")?.querySelector(".talk");
  if (talk && elt.id === "drawer-body") talk.querySelector("textarea")?.focus();
  elt.querySelector?.("[data-edit] textarea")?.focus();
});

// The drawer that is closed holds nothing.
drawer?.addEventListener("close", () => drawer.querySelector(".talk")?.remove());

const wanted = document.querySelector("[data-open-now]");
if (wanted) window.addEventListener("load", () => wanted.click());

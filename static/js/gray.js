// The ramp page: a sheet that asks before a command, and words for who listens.
import { openDialog } from "./dialogs.js";
import { toast } from "./toast.js";

const sheet = document.getElementById("sheet");
const said = document.getElementById("said");

function tell() {
  const words = document.getElementById("ramp")?.dataset.said ?? "";
  const still = words.replace(/（[^）]*）|\([^)]*\)/g, ""); // the countdown is not news
  if (said.dataset.still !== still) {
    said.dataset.still = still;
    said.textContent = words;
  }
}

document.addEventListener("click", (event) => {
  const shut = event.target.closest("[data-why]");
  if (shut) toast(shut.dataset.why, "warn");
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === sheet && !sheet.open) openDialog(sheet);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "ramp") tell();
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "ramp" && document.hidden) event.preventDefault();
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.detail.requestConfig.verb === "post" && sheet.contains(event.detail.elt)) sheet.close();
});

sheet.addEventListener("close", () => sheet.replaceChildren());

said.dataset.still = "";
tell();

// The plan page: its sheets, its outline, its notes, its head.
import "./outline.js";
import "./fold.js";
import "./notes.js";
import "./headline.js";
import "./columns-menu.js";
import { listenJumps } from "./jump.js";
import { Page } from "./grid/page.js";

export const page = new Page(document);
listenJumps(page);
document.addEventListener("unfold", (event) => page.build(event.target));

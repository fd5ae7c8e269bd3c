// What hands do to a sheet: pointer, keys, clipboard.
import { listenClipboard } from "./copying.js";
import { listenDrag } from "./drag.js";
import { listenFill } from "./fill.js";
import { listenKeys } from "./keys.js";
import { listenPointer } from "./pointer.js";
import { listenResize } from "./resize.js";
import { listenRowMenu } from "./rowmenu.js";

export function listen(sheet) {
  listenFill(sheet);
  listenPointer(sheet);
  listenKeys(sheet);
  listenClipboard(sheet);
  listenDrag(sheet);
  listenResize(sheet);
  listenRowMenu(sheet);
}

// What hands do to a sheet: pointer, keys, clipboard.
import { listenClipboard } from "./copying.js";
import { listenDrag } from "./drag.js";
import { listenKeys } from "./keys.js";
import { listenPointer } from "./pointer.js";
import { listenRowMenu } from "./rowmenu.js";

export function listen(sheet) {
  listenPointer(sheet);
  listenKeys(sheet);
  listenClipboard(sheet);
  listenDrag(sheet);
  listenRowMenu(sheet);
}

// What every page needs. A page's own script is a module of its own.
import "./requests.js";
import "./theme.js";
import "./menus.js";
import "./dialogs.js";
import "./toast.js";
import "./keyboard.js";
import "./palette.js";
import "./moments.js";
import "./override.js";
import "./copytext.js";
import "./keep.js";
import "./strips.js";

// JSON that the page carries in <script type="application/json" id>.
export function readJson(id) {
  const source = document.getElementById(id);
  return source && JSON.parse(source.textContent);
}

"""How a section of 500 rows feels in a browser: drawing, arrow keys, scrolling, pasting.

    .venv/bin/python bench/grid.py

Prints one JSON line last. Starts the product on a folder of its own and Chromium without a
window. `arrow_ms` is one press with the layout that follows (median and 95th of 200),
`frame_ms` the time between frames while 3,000 px a second go by, `draw_500_ms` from the
answer of the server to all rows laid out, `paste_shown_ms` and `paste_saved_ms` a block of
200 × 8 from the key to the last cell shown, and to the server's word for it.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
COLUMNS = "批次\t发布域\t应用\t版本\t发布分支\t开发人员\t测试人员\t变更内容"

ARROWS = """async () => {
  const spent = [];
  const table = document.querySelector(".sec[data-section=configs] table");
  for (let press = 0; press < 200; press += 1) {
    const key = press % 4 === 3 ? "ArrowRight" : "ArrowDown";
    const begun = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    table.getBoundingClientRect();
    spent.push(performance.now() - begun);
    if (press % 20 === 0) await new Promise(requestAnimationFrame);
  }
  return spent;
}"""
SCROLL = """async () => {
  const holder = document.querySelector(".sec[data-section=configs] .sheet-holder");
  const spent = [];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 150; frame += 1) {
    holder.scrollTop += 50;
    const now = await new Promise(requestAnimationFrame);
    spent.push(now - last);
    last = now;
  }
  return spent;
}"""
DRAW = """async () => {
  const { page } = await import(document.querySelector('script[src*="js/plan.js"]').src);
  const sheet = page.sheets.get("configs");
  const surfaces = await sheet.store.all();
  const begun = performance.now();
  sheet.rows = [...surfaces.map((one) => sheet.newRow(one)), sheet.newRow()];
  sheet.columns.choose(sheet.rows);
  sheet.view.redraw();
  sheet.view.table.getBoundingClientRect();
  return performance.now() - begun;
}"""
PASTE = """async (text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const begun = performance.now();
  const saved = new Promise((resolve) => new PerformanceObserver((list) => {
    if (list.getEntries().some(({ name }) => name.includes("/sections/apps/"))) resolve(performance.now() - begun);
  }).observe({ type: "resource" }));
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  document.querySelector(".sec[data-section=apps] table").getBoundingClientRect();
  await new Promise(requestAnimationFrame);
  const shown = performance.now() - begun;
  return [shown, await saved];
}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "releaseplan.settings"}
        sys.path.insert(0, str(HERE))
        number, session = _scene()
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "releaseplan.embedded", "--no-demo"],
            cwd=HERE, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(f"{base}/healthz")
            print(json.dumps(_measure(base, number, session)))
        finally:
            server.terminate()
            server.wait(timeout=20)


def _scene() -> tuple[str, str]:
    """A plan with 500 config rows, and the session of its owner."""
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from plans.actions import add_rows, create_plan  # noqa: PLC0415
    from tests.exports.sizes import big_configs  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    ann = User.objects.create(username="ann", display_name="安然")
    plan = create_plan(by=ann, title="全站中间件升级")
    add_rows(plan, "configs", by=ann, rows=big_configs(500))
    add_rows(plan, "apps", by=ann, rows=[{"batch": 1, "app": "coin-center"}])
    client = Client()
    client.force_login(ann)
    return plan.number, client.cookies[settings.SESSION_COOKIE_NAME].value


def _measure(base: str, number: str, session: str) -> dict[str, float]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=program, args=["--disable-gpu"], chromium_sandbox=os.getuid() != 0
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        page.goto(f"{base}/plans/{number}/")
        answer = {**_walking(page), **_pasting(page)}
        browser.close()
    return answer


def _walking(page: Any) -> dict[str, float]:
    card = page.locator(".sec[data-section=configs]")
    card.scroll_into_view_if_needed()
    card.locator("tbody tr[data-key]").nth(400).wait_for(state="attached")
    drawn = sorted(page.evaluate(DRAW) for _round in range(5))
    card.locator("tbody tr[data-key]").first.locator("td").first.click()
    arrows, frames = sorted(page.evaluate(ARROWS)), sorted(page.evaluate(SCROLL))
    return {
        "draw_500_ms": round(drawn[2], 1),
        "arrow_ms": round(arrows[100], 2), "arrow_p95_ms": round(arrows[190], 2),
        "frame_ms": round(frames[75], 1), "frame_p95_ms": round(frames[142], 1),
    }  # fmt: skip


def _pasting(page: Any) -> dict[str, float]:
    card = page.locator(".sec[data-section=apps]")
    card.scroll_into_view_if_needed()
    card.locator("tbody tr.ghost td").first.click()
    lines = [
        f"{n % 5 + 1}\t交易\tapp-{n}\t1.{n}\tfeature/{n}\t戴维\t罗博\t第 {n} 行" for n in range(200)
    ]
    shown, saved = page.evaluate(PASTE, "\n".join([COLUMNS, *lines]))
    return {"paste_shown_ms": round(shown), "paste_saved_ms": round(saved)}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait(address: str) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own address
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()

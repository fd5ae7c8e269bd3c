"""The process that lays a document out; it knows no Django, no database and no network.

    python -P -s child.py JOB.json < document.html

JOB is {"output": path, "assets": {name: path}, "memory": bytes}. One word a line on
standard output tells how far it is: "ready", "step N", "page N", "peak KILOBYTES" (the
memory it took), "done". Pages may name
`asset:NAME` from the list and nothing else: every other address is refused, whatever a
person wrote into a note. Started by `rendering.py`, which also keeps the time.
"""

import ctypes
import gc
import json
import logging
import re
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import weasyprint.html
import weasyprint.pdf.fonts
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi, harfbuzz
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_PARENT_DEATH = 1
"""PR_SET_PDEATHSIG of prctl(2)."""

_LARGE_FONT = 1_000_000
"""Bytes; what is left of a font after subsetting is smaller, and short-lived, so copied."""

MEDIA = {".ttf": "font/ttf", ".otf": "font/otf", ".svg": "image/svg+xml", ".png": "image/png"}


class Shelf(URLFetcher):
    """Hands out the listed files and refuses every other address."""

    def __init__(self, assets: dict[str, str]) -> None:
        super().__init__(allowed_protocols=["asset"], allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        scheme, _colon, name = url.partition(":")
        if scheme != "asset" or name not in self.assets:
            raise ValueError(f"not on the shelf: {url[:200]}")
        path = Path(self.assets[name])
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MEDIA[path.suffix]})


class Document(HTML):
    """A page with a shorter style sheet of the user agent.

    Its bare `::marker` and `::footnote-…` rules give every element three more computed
    styles; here only lists have markers and nothing has footnotes. A fifth of the memory.
    """

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        text = re.sub(r"(?m)^::(?:footnote|note)-.*$", "", weasyprint.html.UA)
        return [CSS(string=re.sub(r"(?m)^::marker", "li::marker", text))]


class Teller(logging.Handler):
    """Tells the parent about the steps and pages that WeasyPrint logs."""

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage().split()
        tell(f"page {words[-1]}" if "Page" in words else f"step {words[1]}")


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text())
    _bind(job["memory"])
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Teller())
    # One long life of many objects: collecting them in between only costs time (-25 %).
    gc.set_threshold(50_000, 20, 100)
    _borrow_fonts()
    fonts = FontConfiguration()
    tell("ready")
    html = sys.stdin.buffer.read().decode()
    page = Document(string=html, url_fetcher=Shelf(job["assets"]), base_url=None)
    page.write_pdf(job["output"], font_config=fonts, pdf_tags=True)
    tell(f"peak {_peak()}")
    tell("done")


def _borrow_fonts() -> None:
    """Look at font files where they are mapped instead of copying twenty megabytes of each."""
    copied = weasyprint.pdf.fonts.get_hb_object_data

    def look(face: Any, *more: Any) -> Any:
        blob = harfbuzz.hb_face_reference_blob(face)
        length = ffi.new("unsigned int *")
        start = harfbuzz.hb_blob_get_data(blob, length)
        if more or length[0] < _LARGE_FONT:
            harfbuzz.hb_blob_destroy(blob)
            return copied(face, *more)
        return memoryview(ffi.buffer(start, length[0]))

    weasyprint.pdf.fonts.get_hb_object_data = look


def _peak() -> int:
    """Kilobytes of this program alone: getrusage(2) also counts what it was forked from."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"(?m)^VmHWM:\s*(\d+) kB", status)[0])


def _bind(memory: int) -> None:
    """Ends with the parent, and takes no more memory than it may."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()

"""How long the printed document takes against bare WeasyPrint on the same HTML.

    .venv/bin/python bench/pdf.py [--rounds 5]

Prints one JSON line: `ratio`, `peak_mb` and more of a plan with 200 applications and 500 keys
at its top, and the same of both documents below their names. Ours is everything between the HTML and the bytes: start of the child,
pipes, tags, limits. Bare is `HTML(string=…).write_pdf(pdf_tags=True)` in a fresh interpreter
that does nothing else. Rounds alternate; medians count.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
BARE = (
    "import sys; from weasyprint import HTML; "
    "HTML(string=open(sys.argv[1]).read()).write_pdf(sys.argv[2], pdf_tags=True)"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "releaseplan.settings"}
        sys.path.insert(0, str(HERE))
        pages = _pages()
        found = {name: _measure(html, rounds, folder) for name, html in pages.items()}
        print(json.dumps({**found["200_apps"], **found}))


def _pages() -> dict[str, str]:
    """The HTML of a plan of four pages and of one with 200 applications and 500 keys."""
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from desk.exports.pdf.page import html_of  # noqa: PLC0415
    from ground.clock import now  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415
    from tests.exports.sizes import big_plan, small_plan  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    ann = User.objects.create(username="ann", display_name="安然")
    with translation.override("zh-hans"):
        return {
            "four_pages": html_of(small_plan(ann), now()),
            "200_apps": html_of(big_plan(ann), now()),
        }


def _measure(html: str, rounds: int, folder: str) -> dict[str, float]:
    source, output = Path(folder) / "in.html", Path(folder) / "out.pdf"
    source.write_text(html)
    ours, bare, peaks = [], [], [0]
    for _round in range(rounds):
        bare.append(_timed(lambda: _bare(source, output)))
        ours.append(_timed(lambda: output.write_bytes(_ours(html, peaks))))
    return {
        "ratio": round(statistics.median(ours) / statistics.median(bare), 3),
        "peak_mb": round(max(peaks) / 1024),
        "ours_s": round(statistics.median(ours), 3),
        "bare_s": round(statistics.median(bare), 3),
        "pages": _count(output),
        "kilobytes": round(output.stat().st_size / 1024),
    }


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare(source: Path, output: Path) -> None:
    subprocess.run([sys.executable, "-c", BARE, source, output], check=True)  # noqa: S603 - our own words


def _ours(html: str, peaks: list[int]) -> bytes:
    """The bytes; the kilobytes that the child took are added to `peaks`."""
    from desk.exports.pdf.fonts import font_files  # noqa: PLC0415
    from desk.exports.pdf.rendering import print_pdf  # noqa: PLC0415

    def note(what: str, number: int) -> None:
        if what == "peak":
            peaks.append(number)

    return print_pdf(lambda: html, assets=font_files(), seconds=600, progress=note)


def _count(output: Path) -> int:
    from pypdf import PdfReader  # noqa: PLC0415

    return len(PdfReader(output).pages)


if __name__ == "__main__":
    main()

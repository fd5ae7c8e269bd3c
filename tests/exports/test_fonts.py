"""Fonts beside the system's: found, named, and handed to the child by name only."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from desk.exports.pdf.fonts import font_faces, font_files
from desk.exports.pdf.rendering import print_pdf

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def test_without_vendored_fonts_there_is_nothing_to_hand_over(
    settings: Any, tmp_path: Path
) -> None:
    settings.VENDOR_DIR = tmp_path
    assert font_files() == {}
    assert font_faces() == ""


@pytest.mark.long
@pytest.mark.skipif(not DEJAVU.exists(), reason="needs a font file to copy")
def test_a_vendored_font_is_embedded_through_the_shelf(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    shutil.copy(DEJAVU, tmp_path / "fonts" / "house-400.ttf")
    settings.VENDOR_DIR = tmp_path
    html = f"<style>{font_faces()} p {{ font-family: 'Vendored Sans' }}</style><p>Release"
    page = PdfReader(io.BytesIO(print_pdf(lambda: html, assets=font_files(), seconds=60))).pages[0]
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert fonts[0].endswith("Vendored-Sans")
    assert "Release" in page.extract_text()

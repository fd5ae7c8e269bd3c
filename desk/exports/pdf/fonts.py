"""Which fonts the document is set in.

Debian's `fonts-noto-cjk` is found by name. Where nobody may install it, a font file under
var/vendor/fonts takes its place; a second family stands behind it, for the single files
lack rare hanzi, and names are made of them.
"""

from pathlib import Path

from django.conf import settings

FOLDER = "fonts"
SANS = '"Noto Sans CJK SC", "Vendored Sans", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif'
MONO = '"Noto Sans Mono CJK SC", "DejaVu Sans Mono", "Vendored Sans", monospace'
_WEIGHTS = {"400": 400, "700": 700}


def font_files() -> dict[str, Path]:
    """{asset name: file} of the vendored fonts, for example noto-sans-sc-400.ttf."""
    folder = Path(settings.VENDOR_DIR) / FOLDER
    return {path.name: path for path in sorted(folder.glob("*.ttf"))}


def font_faces() -> str:
    """The @font-face rules of the vendored files; a name ends with its weight."""
    faces = []
    for name in font_files():
        weight = next((number for word, number in _WEIGHTS.items() if word in name), 400)
        faces.append(
            f'@font-face {{ font-family: "Vendored Sans"; font-weight: {weight}; '
            f'src: url("asset:{name}"); }}'
        )
    return "\n".join(faces)

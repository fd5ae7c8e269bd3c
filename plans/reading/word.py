"""Word documents → blocks, by way of HTML."""

from io import BytesIO

import mammoth
from django.utils.translation import gettext as _

from plans.reading.blocks import Block
from plans.reading.errors import Unreadable
from plans.reading.html import read_html
from plans.reading.zipped import count_tags

_MOST_TAGS = 200_000
"""Reading takes some 30 seconds for a million."""

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='标题'] => h1:fresh
"""


def read_word(data: bytes) -> list[Block]:
    """The blocks of a .docx whose archive was looked at before; pictures are left out."""
    if count_tags(data, "word/") > _MOST_TAGS:
        raise Unreadable(_("这个 Word 文件太长（上百页的表格），请拆分后再导入。"))
    try:
        html = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
        ).value
    except Exception as error:  # mammoth raises whatever a broken file makes it stumble over
        raise Unreadable(_("这个 Word 文件打不开，请另存一次再试。")) from error
    return read_html(f"<body>{html}</body>")

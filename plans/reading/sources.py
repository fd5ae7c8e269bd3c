"""Whatever file it is: its blocks."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from plans.reading.blocks import Block, Paragraph, Table
from plans.reading.decode import decode, refuse_size
from plans.reading.errors import Unreadable
from plans.reading.genre import read_blocks
from plans.reading.headers import with_one_header
from plans.reading.mime import is_mime, text_of
from plans.reading.plain import promoted
from plans.reading.refused import reason_against_archive
from plans.reading.sheet import read_sheets
from plans.reading.word import read_word
from plans.reading.zipped import is_zip, names_in

_MOST_BLOCKS, _MOST_ROWS, _LONGEST_LINE, _GAP = 20_000, 5_000, 5_000, 300
_GAPS = re.compile(rf"\S[^\S\n]{{{_GAP},}}\S")

IsKnown = Callable[[str], bool]


def read_file_blocks(data: bytes, is_known: IsKnown) -> list[Block]:
    """The blocks of a file by its content; Unreadable with one sentence when it is no document."""
    refuse_size(data)
    blocks = [_readable(block) for block in _blocks(data, is_known)]
    if len(blocks) > _MOST_BLOCKS:
        raise Unreadable(_("文件超过 %(most)s 段，请拆分后再导入。") % {"most": _MOST_BLOCKS})
    return blocks


def _readable(block: Block) -> Block:
    """A block with a line that nobody could read stays as it is: prose without lines."""
    longest = max(map(len, block.source.split("\n")))
    if longest > _LONGEST_LINE * (4 if isinstance(block, Table) else 1) or (
        longest > _GAP and _GAPS.search(block.source)
    ):
        return Paragraph((), block.source)
    if isinstance(block, Table) and len(block.rows) > _MOST_ROWS:
        raise Unreadable(_("一张表超过 %(most)s 行，请拆分后再导入。") % {"most": _MOST_ROWS})
    return with_one_header(block) if isinstance(block, Table) else block


def _blocks(data: bytes, is_known: IsKnown) -> list[Block]:
    if not is_zip(data):
        return read_blocks(decode(text_of(data) if is_mime(data) else data), is_known)
    names = names_in(data)
    if "word/document.xml" in names:
        return list(promoted(read_word(data), is_known))
    if "xl/workbook.xml" in names:
        return read_sheets(data)
    raise Unreadable(reason_against_archive(names))

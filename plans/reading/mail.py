"""A saved mail: its subject is the title, its other header lines are no facts of a plan."""

import re

from plans.reading.blocks import Block, Heading, Paragraph

_HEADER = re.compile(
    r"^(?P<name>From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Message-ID|发件人|收件人|抄送|主题|日期|发送时间)\s*[:：]\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SUBJECT = ("subject", "主题")
_FEWEST, _MOST = 3, 60


def take_header(text: str) -> tuple[list[Block], str]:
    """The blocks of the header lines at the top of the text, and the rest of it."""
    lines = text.lstrip("\n").split("\n")
    end = next((at for at, line in enumerate(lines[:_MOST]) if not line.strip()), 0)
    found = [match for match in map(_HEADER.match, lines[:end]) if match]
    subject = next((one["value"].strip() for one in found if one["name"].lower() in _SUBJECT), "")
    if len(found) < _FEWEST or len(found) * 2 < end or not subject:
        return [], text
    header = Paragraph((), "\n".join(lines[:end]))
    return [Heading(0, subject, subject), header], "\n".join(lines[end:])

"""What an expression of another dialect would be in the scheduler's."""

import re

from plans.cron.schedule import read_cron

_PLAIN_DAYS = re.compile(r"[0-7](?:[-,][0-7])*")


def mended(text: str) -> str:
    """The expression as Quartz writes it: five fields of crontab, a missing or second `?`.

    Empty when the text is right already, or when nothing so simple mends it.
    """
    fields = text.split()
    if len(fields) == 5:
        *front, weekday = fields
        fields = ["0", *front, _weekdays(weekday)]
    if len(fields) not in (6, 7):
        return ""
    day, weekday = fields[3], fields[5]
    if day == weekday == "?":
        fields[3] = "*"
    elif "?" not in (day, weekday) and "*" in (day, weekday):
        fields[5 if weekday == "*" else 3] = "?"
    better = " ".join(fields)
    return better if better != " ".join(text.split()) and _is_right(better) else ""


def _weekdays(field: str) -> str:
    """Crontab's Sunday is 0 or 7, the scheduler's is 1."""
    if not _PLAIN_DAYS.fullmatch(field):
        return field
    return re.sub(r"\d", lambda digit: str(int(digit[0]) % 7 + 1), field)


def _is_right(text: str) -> bool:
    try:
        read_cron(text)
    except ValueError:
        return False
    return True

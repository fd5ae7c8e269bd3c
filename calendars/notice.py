"""Reading the yearly notice on public holidays as it is published (pure).

Each holiday is an item such as 二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、
2月28日（周六）上班。 What an item says twice (days of the week, totals) is held against the dates, so
that a notice of another year, or half a copy, is not taken for this one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
LONGEST = 16
"""Days in a row that a holiday may last before it is a slip of the pen."""
DAY = timedelta(days=1)

_YEAR = re.compile(r"(20\d\d)年")
_NAME = rf"(?:{'|'.join(HOLIDAYS)}|[一-鿿]{{2,16}}纪念日)"
_ITEM = re.compile(rf"({_NAME}(?:[、和及]{_NAME})*)[:：]")
_DATE = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]{0,40})\))?")
_UP_TO = re.compile(r"[至到~—-]+")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TOTAL = re.compile(r"(?:共|放假)(\d{1,2})天")
_WEEK = {name: place for place, name in enumerate("一二三四五六日", start=1)} | {"天": 7}


class NotANotice(ValueError):
    """Says in one sentence what cannot be read."""


@dataclass(frozen=True)
class Notice:
    """`off` names the days off, `on` are weekend days on which people work."""

    year: int
    off: Mapping[date, str]
    on: frozenset[date]

    @property
    def is_whole(self) -> bool:
        """Has it the beginning of the year in it?"""
        return date(self.year, 1, 1) in self.off

    @property
    def missing(self) -> list[str]:
        """Holidays that it does not name."""
        said = "、".join(self.off.values())
        return [name for name in HOLIDAYS if name not in said]


def read_notice(text: str) -> Notice:
    """Raises NotANotice when it is none, or contradicts itself."""
    plain = re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
    found = _YEAR.search(plain)
    if found is None:
        raise NotANotice(_("没有读到是哪一年的安排，请连标题一起粘贴。"))
    year, off, on = int(found[1]), dict[date, str](), set[date]()
    for name, words in _items(plain):
        for sentence in re.split(r"[。;\n]", words):
            _read(sentence, name, year, off, on)
    if not off:
        raise NotANotice(_("没有读到放假的日子。"))
    if both := on & set(off):
        raise NotANotice(_("%(day)s 又放假又上班。") % {"day": min(both)})
    return Notice(year, off, frozenset(on))


def _items(text: str) -> Iterator[tuple[str, str]]:
    """(name of the holiday, what is said of it)."""
    heads = list(_ITEM.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
    for head, end in zip(heads, ends, strict=True):
        yield head[1], text[head.end() : end]


def _read(sentence: str, name: str, year: int, off: dict[date, str], on: set[date]) -> None:
    if "上班" in sentence:
        on.update(day for part in _stretches(sentence, year) for day in part)
    elif "放假" in sentence or "休息" in sentence:
        days = [day for part in _stretches(sentence, year) for day in part]
        total = _TOTAL.search(sentence)
        if total and int(total[1]) != len(days):
            words = {"name": name, "said": total[1], "read": len(days)}
            raise NotANotice(_("%(name)s写着共 %(said)s 天，读出来是 %(read)s 天。") % words)
        off.update(dict.fromkeys(days, name))


def _stretches(sentence: str, year: int) -> Iterator[list[date]]:
    """Single days, and all the days from one to another."""
    month, before, until = 0, None, 0
    for found in _DATE.finditer(sentence):
        month = int(found[2] or month)
        day = _date(found, year, month)
        if before and _UP_TO.fullmatch(sentence[until : found.start()]):
            yield _days(before + DAY, day)
        else:
            yield [day]
        before, until = day, found.end()


def _date(found: re.Match[str], year: int, month: int) -> date:
    try:
        day = date(int(found[1] or year), month, int(found[3]))
    except ValueError:
        raise NotANotice(_("“%(text)s”不是一个日期。") % {"text": found[0]}) from None
    said = _WEEKDAY.search(found[4] or "")
    if said and _WEEK[said[1]] != day.isoweekday():
        words = {"text": found[0], "day": day}
        raise NotANotice(_("%(day)s 不是“%(text)s”：年份或日期不对。") % words)
    return day


def _days(first: date, last: date) -> list[date]:
    count = (last - first).days + 1
    if not 0 < count <= LONGEST:
        words = {"first": first - DAY, "last": last}
        raise NotANotice(_("从 %(first)s 到 %(last)s 放假不对，请看一下日期。") % words)
    return [first + place * DAY for place in range(count)]

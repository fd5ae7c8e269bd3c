"""The steps of a target that knows no percentages: “20 = word”, a line for each (pure)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from gray.bucket import percent_of, share_of
from gray.drivers.base import DriverError
from ground.words import in_row


@dataclass(frozen=True, slots=True)
class Ladder:
    """(share, word) of each step, the lowest first; no step is no ladder."""

    steps: tuple[tuple[int, str], ...] = ()

    @classmethod
    def read(cls, text: str) -> "Ladder":
        """Raises ValueError with a sentence."""
        lines = [line for line in text.splitlines() if line.strip()]
        steps = dict(_step(line) for line in lines)
        if len(steps) < len(lines):
            raise ValueError(_("档位里有两行是同一个百分比。"))
        return cls(tuple(sorted(steps.items())))

    def word(self, share: int) -> str:
        """The target's word for this share. Raises DriverError when it is no step."""
        if not self.steps:
            return ""
        found = dict(self.steps)
        if share not in found:
            raise DriverError(
                _("这个系统只有这些档位：%(steps)s，放不到 %(percent)s%%，请改这一阶段的比例。")
                % {"steps": self, "percent": percent_of(share)}
            )
        return found[share]

    def share(self, word: str) -> int | None:
        """The share that a word of the target stands for."""
        return next((share for share, one in self.steps if one == word.strip()), None)

    def share_is_missing(self, share: int) -> bool:
        return share not in dict(self.steps)

    def after(self, share: int) -> int | None:
        """The step above a share; None at the top."""
        return next((one for one, _word in self.steps if one > share), None)

    def __str__(self) -> str:
        return in_row(f"{percent_of(share)}%" for share, _word in self.steps)


def no_ladder(text: str) -> str:
    """What is wrong with the lines, in a sentence."""
    try:
        Ladder.read(text)
    except ValueError as error:
        return str(error)
    return ""


def _step(line: str) -> tuple[int, str]:
    before, sign, word = line.partition("=")
    try:
        percent = Decimal(before.strip().rstrip("%"))
    except InvalidOperation:
        percent = Decimal(-1)
    if not sign or not word.strip() or not 0 <= percent <= 100:
        raise ValueError(
            _("每行写“百分比 = 对方的叫法”，这一行不是：%(line)s") % {"line": line.strip()[:50]}
        )
    return share_of(percent), word.strip()

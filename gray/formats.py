"""How a share is written into a key that holds text, and read back from it (pure).

The ramp's column 写入格式 says how:

    number (or nothing)   the percentage: 0, 1, 0.5, 100
    boolean               true for everybody, false for nobody, nothing between
    a template            any text with {{percent}} in it, and where it is wanted
                          {{remaining}}, {{fraction}}, {{users}}, {{machines}}
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY, percent_of, share_of
from gray.drivers.base import DriverError, Exposure, Place, Shown
from gray.readback import FIELD, LISTS, SHARES, fields_in
from ground.texts import is_keepable

NUMBER = frozenset({"", "number", "数字", "百分比", "percent", "integer", "整数", "比例"})
BOOLEAN = frozenset({"boolean", "bool", "布尔", "开关", "true/false", "on/off", "switch"})
MOST = 200
"""Characters of a foreign text that people are shown."""
_NOT_IN_A_NAME = re.compile(r'[,"\\\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Written:
    """The text of one key; `place.format` is its form."""

    place: Place

    def text_of(self, exposure: Exposure) -> str:
        """What the key must hold. Raises DriverError when the form cannot say it."""
        if not exposure.enabled:
            return self.off
        if self.is_boolean:
            return self._boolean(exposure)
        self._check(exposure)
        if not self.is_template:
            return str(percent_of(exposure.share))
        return self._legible(self._filled(exposure), exposure)

    def shown(self, text: str | None) -> Shown:
        """What a key with this text lets in; a missing key lets nobody in."""
        if text is None or text.strip() == self.off.strip():
            return Shown(0, seen(text or ""), *self._nobody())
        if self.is_boolean:
            return self._shown_boolean(text)
        if self.is_template:
            return self._shown_template(text)
        return Shown(_share(text), seen(text))

    def says(self, what: str) -> bool:
        """Is there a place for `users` or for `machines` in the text?"""
        return self.is_template and what in self._fields

    @property
    def is_boolean(self) -> bool:
        return self.place.format.strip().casefold() in BOOLEAN

    @property
    def is_template(self) -> bool:
        return "{{" in self.place.format

    @property
    def off(self) -> str:
        """The value that rolls back: the plan's own, else what 0 % is in this form."""
        if self.place.off_value:
            return self.place.off_value
        if self.is_boolean:
            return "false"
        return self._filled(Exposure(0)) if self.is_template else "0"

    @property
    def on(self) -> str:
        """What switches on; a key that rolls back by “true” does it by “false”."""
        is_upside_down = self.off.strip().casefold() == "true"
        return self.place.on_value or ("false" if is_upside_down else "true")

    @property
    def everybody(self) -> str:
        """What lets in whoever is given it: the text of 100 %."""
        return self.text_of(Exposure(EVERYBODY))

    @property
    def _fields(self) -> frozenset[str]:
        return frozenset(FIELD.findall(self.place.format))

    def _filled(self, exposure: Exposure) -> str:
        facts = _facts(exposure, apart=self.says("machines"))
        return FIELD.sub(lambda found: facts.get(found[1], found[0]), self.place.format)

    def _nobody(self) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        users, machines = (frozenset[str]() if self.says(one) else None for one in LISTS)
        return users, machines

    def _boolean(self, exposure: Exposure) -> str:
        if exposure.share >= EVERYBODY:
            return self.on
        if exposure.share or exposure.users or exposure.machines:
            raise DriverError(
                _("这个开关只有开和关（写入格式是布尔），不能只放 %(percent)s%% 或部分用户。")
                % {"percent": percent_of(exposure.share)}
            )
        return self.off

    def _check(self, exposure: Exposure) -> None:
        """Nothing may be left out or read back as something else."""
        if self.is_template and not self._fields & {*SHARES}:
            raise DriverError(
                _("写入格式里没有 {{percent}}，看不出放了多少，请在灰度的“写入格式”里补上。")
            )
        named = self.says("users") or self.says("machines")
        if exposure.machines and not named and exposure.share < EVERYBODY:
            raise DriverError(
                _("这个写入格式写不出机器，请在模板里加上 {{machines}}，或换成能按机器放的驱动。")
            )
        odd = [one for one in (*exposure.users, *exposure.machines) if _NOT_IN_A_NAME.search(one)]
        if odd and named:
            raise DriverError(
                _("“%(name)s”里有逗号、引号或换行，写进名单就读不回来了，请改名。")
                % {"name": seen(odd[0])}
            )

    def _legible(self, text: str, exposure: Exposure) -> str:
        """The text, if it says the same when it is read. Raises DriverError."""
        if not self._shown_template(text).matches(exposure):
            raise DriverError(
                _("按这个写入格式写出来的值读不回来，请在各个 {{…}} 之间放上分隔，名字里不要有它。")
            )
        return text

    def _shown_boolean(self, text: str) -> Shown:
        if text.strip() == self.on.strip() or text.strip().casefold() == "true":
            return Shown(EVERYBODY, seen(text))
        is_off = text.strip().casefold() == "false"
        return Shown(0 if is_off else None, seen(text))

    def _shown_template(self, text: str) -> Shown:
        """The template read backwards; anything around the fields has to be as written."""
        said = fields_in(self.place.format, text)
        if said is None:
            return Shown(None, seen(text))
        lists = {name: _members(said[name]) if name in said else None for name in LISTS}
        return Shown(_share_in(said), seen(text), lists["users"], lists["machines"])


def seen(text: str) -> str:
    """A text from outside as people are shown it: short, and such that every table keeps it."""
    short = text[:MOST]
    return short if is_keepable(short) else _("（读不出的文字）")


def _facts(exposure: Exposure, *, apart: bool) -> dict[str, str]:
    """The fields' texts; machines stand among the users unless they have a place `apart`."""
    users = exposure.users if apart else tuple(dict.fromkeys((*exposure.users, *exposure.machines)))
    return {
        "percent": str(percent_of(exposure.share)),
        "remaining": str(percent_of(EVERYBODY - exposure.share)),
        "fraction": format((Decimal(exposure.share) / EVERYBODY).normalize(), "f"),
        "users": ",".join(users),
        "machines": ",".join(exposure.machines),
    }


def _share_in(said: dict[str, str]) -> int | None:
    """What all fields of the text agree on, None when they do not."""
    found = {_meant[name](text) for name, text in said.items() if name in _meant}
    return found.pop() if len(found) == 1 else None


def _other(text: str) -> int | None:
    rest = _share(text)
    return None if rest is None else EVERYBODY - rest


def _share(text: str, of: Decimal = Decimal(1)) -> int | None:
    """Hundredths of a percent, None when the text is no percentage."""
    words = text.strip().rstrip("%％").strip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", words):
        return None
    percent = Decimal(words) * of
    return share_of(percent) if 0 <= percent <= 100 else None


_meant = {
    "percent": _share,
    "remaining": _other,
    "fraction": lambda text: _share(text, Decimal(100)),
}


def _members(text: str) -> frozenset[str]:
    return frozenset(name for name in text.split(",") if name)

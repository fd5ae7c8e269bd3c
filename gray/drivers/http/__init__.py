"""Any system that is told by HTTP: requests as templates, and a read-back as the proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.bucket import EVERYBODY, percent_of
from gray.connecting import Setup
from gray.drivers.asking import CA, Refused, Reply, ask, seconds_in, sentence_for
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.drivers.http.blanks import WORDS, Blanks, blanks_of, names_in
from gray.drivers.http.judging import accepts, refuse_unless_done, shown_in
from gray.drivers.http.ladder import Ladder
from gray.drivers.http.options import OPTIONS, SAMPLE, headers_in, mistakes
from gray.drivers.http.presets import PRESETS

REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
"""Methods that may be sent again when nobody answered (RFC 9110)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One of the three requests: `kind` is "" for a share, "off_" or "full_"."""

    kind: str
    method: str
    address: str
    body: str

    @property
    def is_special(self) -> bool:
        """It is more than the plain request with another number in it."""
        return bool(self.kind)


class Http(Driver):
    """What is sent stands in the connection; what is let in stands in the read-back."""

    name = "http"
    label = gettext_lazy("通用 HTTP")
    options = OPTIONS
    presets = PRESETS

    @classmethod
    def mistakes(cls, setup: Setup) -> Iterator[tuple[str, str]]:
        return mistakes(setup)

    def names(self, place: Place) -> tuple[str, ...]:
        """The address, and the words of the ramp that its requests have blanks for."""
        address, blanks = self.setup["address"], blanks_of(place, Exposure(0), "")
        asked = names_in(address, self.setup["body"], self.setup["read_address"]) & set(WORDS)
        return (address, *(str(blanks.values[name]) for name in sorted(asked)))

    def require(self, place: Place, exposure: Exposure) -> None:
        share = _share(exposure)
        self._word(self._call(exposure), share)
        self._refuse(exposure, share)

    def write(self, place: Place, exposure: Exposure) -> Shown | None:
        """A special request, and one that only goes a step on, is sent only if it is needed."""
        share, call = _share(exposure), self._call(exposure)
        word = self._word(call, share)
        self._refuse(exposure, share)
        if call.is_special or self._is_stepwise:
            shown = self.read(place)
            if shown.share == share and not names_in(call.body) & {"users", "machines"}:
                return shown
            if not call.is_special:
                self._refuse_leap(shown, share)
        blanks = blanks_of(place, exposure, self.setup["secret"], word)
        refuse_unless_done(self._send(call.method, call.address, blanks, call.body), self.setup)
        return None

    def read(self, place: Place) -> Shown:
        blanks = blanks_of(place, Exposure(0), self.setup["secret"])
        return shown_in(self._read(self.setup["read_address"], blanks), self.setup)

    def test(self) -> str:
        """Read the test address, else the host: it names no flag, so any answer will do."""
        blanks = blanks_of(SAMPLE, Exposure(0), self.setup["secret"])
        address = self.setup["test_address"] or self.setup["read_address"]
        host = urlsplit(address).netloc
        if names_in(address) <= {"secret"}:
            self._read(address, blanks)
            return _("连上了：%(host)s 回答正常。") % {"host": host}
        try:
            self._read(f"{urlsplit(address).scheme}://{host}/", blanks)
        except Refused as refusal:
            if refusal.status >= 500:
                raise
        return _("连得上 %(host)s；具体的开关要到灰度开始时才读。") % {"host": host}

    @property
    def _is_stepwise(self) -> bool:
        return self.setup["moves"] == "next"

    @property
    def _ladder(self) -> Ladder:
        return Ladder.read(self.setup["steps"])

    def _call(self, exposure: Exposure) -> Call:
        """Which of the requests this is; what a special one leaves out is as in the plain one."""
        share, kind = _share(exposure), ""
        if not share and not (exposure.users or exposure.machines):
            kind = "off_"
        elif share >= EVERYBODY:
            kind = "full_"
        names = ("method", "address", "body")
        own = [self.setup[f"{kind}{name}"] for name in names] if kind else []
        plain = [self.setup[name] for name in names]
        parts = [one or other for one, other in zip(own or plain, plain, strict=True)]
        return Call(kind if any(own) else "", *parts)

    def _word(self, call: Call, share: int) -> str:
        """The target's word for a share; a special request needs none."""
        if call.is_special:
            return dict(self._ladder.steps).get(share, "")
        return self._ladder.word(share)

    def _refuse(self, exposure: Exposure, share: int) -> None:
        if self.setup["precision"] == "whole" and share % 100:
            raise DriverError(
                _("这个系统只能放整数百分比，放不了 %(percent)s%%，请改这一阶段的比例。")
                % {"percent": percent_of(share)}
            )
        if exposure.machines and share < EVERYBODY and "machines" not in names_in(
            self.setup["body"], self.setup["address"]
        ):  # fmt: skip
            raise DriverError(
                _("这个连接的请求里没有 {{machines}}，不能按机器放，请换成按比例或改连接。")
            )

    def _refuse_leap(self, shown: Shown, share: int) -> None:
        """A target that only knows “on to the next” would go elsewhere, upwards even on a fall."""
        now = shown.share
        if now is None or self._ladder.after(now) != share:
            raise DriverError(
                _(
                    "这个系统只能一档一档往前（%(steps)s），现在是 %(now)s，不能放到 %(percent)s%%；"
                    "要降只能关闭流量。"
                )
                % {
                    "steps": self._ladder,
                    "now": shown.text or "—",
                    "percent": percent_of(share),
                }
            )

    def _read(self, address: str, blanks: Blanks) -> Reply:
        return self._send(self.setup["read_method"], address, blanks, "")

    def _send(self, method: str, address: str, blanks: Blanks, template: str) -> Reply:
        """Sent again once, within the same time, when nobody answered and that is harmless."""
        url = blanks.in_address(address)
        headers = {
            name: blanks.in_header(text) for name, text in headers_in(self.setup["headers"]).items()
        }
        body = None
        if template and method != "GET":
            kind = self.setup["content_type"]
            headers["Content-Type"], body = kind, blanks.in_body(template, kind).encode()
        finish = monotonic() + seconds_in(self.setup)
        try:
            return self._ask(method, url, headers, body, finish)
        except Refused:
            raise
        except DriverError:
            if method not in REPEATABLE or finish - monotonic() < 1:
                raise
            return self._ask(method, url, headers, body, finish)

    def _ask(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None, finish: float
    ) -> Reply:
        """Raises Refused for every status that is none of the successes."""
        host = urlsplit(url).hostname or ""
        try:
            reply = ask(
                method, url, headers=headers, body=body, seconds=finish - monotonic(),
                secrets=[self.setup["secret"]], ca=self.setup[CA.name],
            )  # fmt: skip
        except Refused as refusal:
            if not accepts(self.setup["ok_status"], refusal.status):
                raise
            return Reply(refusal.status, host=host)
        if not accepts(self.setup["ok_status"], reply.status):
            raise Refused(sentence_for(host, reply.status), reply.status)
        return reply


def _share(exposure: Exposure) -> int:
    return exposure.share if exposure.enabled else 0

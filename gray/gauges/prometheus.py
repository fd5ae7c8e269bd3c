"""Prometheus, and what answers as it does: an instant query, and how old the data behind it are.

HTTP API: prometheus/prometheus, docs/querying/api.md. Nothing found is an empty vector and not
zero, numbers are texts because NaN and ±Inf are possible, and an instant query repeats the time
that it was asked for, however old the data are: their age is asked with timestamp().
"""

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.connecting import Option, Setup
from gray.drivers.asking import CA, Refused, Reply, ask, plain
from gray.gauges.base import Gauge, GaugeError, Sample
from gray.gauges.selectors import freshness
from ground.destinations import Outside, Place, place_of
from ground.numbers import whole

SECONDS = 5.0
TENANT = "X-Scope-OrgID"
FORM = "application/x-www-form-urlencoded"


def _no_age(text: str) -> str:
    return "" if 0 < (whole(text or "120") or 0) <= 86_400 else _("请写 1 到 86400 的整数秒。")


class Prometheus(Gauge):
    """Asks by POST, so that no query is too long for an address."""

    name = "prometheus"
    label = gettext_lazy("Prometheus（指标）")
    options = (
        Option(
            "address",
            gettext_lazy("地址"),
            gettext_lazy("到 /api/v1 之前为止，例如 https://prometheus.example.com"),
        ),
        Option(
            "user",
            gettext_lazy("用户名"),
            gettext_lazy("填了就用 Basic 认证，否则用 Bearer 令牌。"),
            required=False,
        ),
        Option("secret", gettext_lazy("密码或令牌"), secret=True, required=False),
        Option(
            "tenant",
            gettext_lazy("租户"),
            gettext_lazy("多租户的 Mimir、Cortex 用，写进请求头 X-Scope-OrgID。"),
            required=False,
        ),
        Option(
            "oldest",
            gettext_lazy("数据最旧（秒）"),
            gettext_lazy("最新的数据比这更旧，就当没有数据。"),
            required=False,
            default="120",
            check=_no_age,
        ),
        CA,
    )

    def __init__(self, setup: Setup | None = None) -> None:
        super().__init__(setup)
        self._place: Place | None = None
        seconds = whole(self.setup["oldest"])
        if seconds and seconds > 0:
            self.oldest = timedelta(seconds=min(seconds, 86_400))

    def prepare(self) -> None:
        try:
            self._place = place_of(self._address("query"))
        except Outside as error:
            raise GaugeError(str(error)) from None

    def ask(self, query: str, at: datetime) -> Sample:
        data, said = self._query(query, at)
        value, series = _number(data)
        born = self._born(query, at) if series == 1 else None
        return Sample(value, born, series, said)

    def test(self) -> str:
        self._query("vector(1)", datetime.now(UTC))
        with suppress(GaugeError, KeyError, TypeError):
            address = self._address("status/buildinfo")
            version = plain(str(self._send("GET", address)["data"]["version"]))
            return _("查询正常，版本 %(version)s。") % {"version": version}
        return _("查询正常。")

    def _born(self, query: str, at: datetime) -> datetime | None:
        """Of when the newest data behind a query are."""
        asked = freshness(query)
        if not asked:
            return None
        with suppress(GaugeError):
            seconds, series = _number(self._query(asked, at)[0])
            if series == 1 and seconds is not None:
                return datetime.fromtimestamp(seconds, UTC)
        return None

    def _query(self, query: str, at: datetime) -> tuple[Mapping[str, Any], str]:
        """(`data` of the envelope, its warnings)."""
        asked = {"query": query, "time": f"{at.timestamp():.3f}", "timeout": f"{SECONDS:.0f}s"}
        where = self._place or self._address("query")
        found = self._send("POST", where, urlencode(asked).encode())
        if found.get("status") != "success" or not isinstance(found.get("data"), dict):
            raise GaugeError(_meaning(200, "", plain(str(found.get("error") or ""))))
        return found["data"], _remarks(found)

    def _send(self, method: str, where: str | Place, body: bytes | None = None) -> dict[str, Any]:
        try:
            found = self._reply(method, where, body).json()
        except Refused as refusal:
            host = where.host if isinstance(where, Place) else self.setup["address"]
            text = _meaning(refusal.status, host, refusal.said) or str(refusal)
            raise GaugeError(text) from None
        if not isinstance(found, dict):
            raise GaugeError(_("回答不是 Prometheus 的格式，请核对连接的地址。"))
        return found

    def _reply(self, method: str, where: str | Place, body: bytes | None) -> Reply:
        return ask(
            method, where, headers=self._headers(body), body=body, seconds=SECONDS,
            secrets=[self.setup["secret"]], ca=self.setup["ca"],
        )  # fmt: skip

    def _headers(self, body: bytes | None) -> dict[str, str]:
        user, secret, tenant = (self.setup[name] for name in ("user", "secret", "tenant"))
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = FORM
        if user:
            pair = b64encode(f"{user}:{secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        elif secret:
            headers["Authorization"] = f"Bearer {secret}"
        if tenant:
            headers[TENANT] = tenant
        return headers

    def _address(self, name: str) -> str:
        return f"{self.setup['address'].strip().rstrip('/')}/api/v1/{name}"


def _number(data: Mapping[str, Any]) -> tuple[float | None, int]:
    """(the number, how many series answered); NaN and ±Inf come as they are."""
    kind, result = data.get("resultType"), data.get("result")
    if not isinstance(result, list):
        raise GaugeError(_("回答不是 Prometheus 的格式，请核对连接的地址。"))
    if kind == "matrix":
        raise GaugeError(
            _("查询给出的是一段时间的序列，请用 rate() 或 avg_over_time() 算成一个数。")
        )
    if kind == "scalar":
        return _float(result), 1
    if kind != "vector":
        raise GaugeError(_("查询给出的不是数，请改写查询。"))
    if len(result) == 1:
        return _float(result[0].get("value")), 1
    return None, len(result)


def _float(pair: Any) -> float:
    try:
        return float(pair[1])
    except (TypeError, ValueError, IndexError):
        raise GaugeError(_("查询给出的不是数，请改写查询。")) from None


def _remarks(found: Mapping[str, Any]) -> str:
    warnings = found.get("warnings")
    if not isinstance(warnings, list) or not warnings:
        return ""
    return plain("; ".join(str(one) for one in warnings))


def _meaning(status: int, host: str, said: str) -> str:
    """A refusal in words of what to do; empty when HTTP's own meaning says enough."""
    texts = {
        200: _("Prometheus 没有答出来：%(said)s"),
        400: _("Prometheus 看不懂这个查询，请改写：%(said)s"),
        404: _("%(host)s 上没有 Prometheus 的查询接口（HTTP 404），请核对连接的地址。"),
        422: _("Prometheus 算不出这个查询，请改写：%(said)s"),
        503: _("Prometheus 没有及时算完（HTTP 503），稍后会自动再问：%(said)s"),
    }
    known = texts.get(status)
    return known % {"host": host, "said": said or "—"} if known else ""

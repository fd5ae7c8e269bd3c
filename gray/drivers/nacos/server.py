"""One Nacos server: its requests, and the token that they need."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gray.connecting import Setup
from gray.drivers.asking import CA, Refused, Reply, ask, seconds_in
from gray.drivers.base import DriverError
from gray.drivers.nacos.refusals import DENIED, NacosRefused, explained

FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
EARLY = 0.9
"""The part of a token's life after which a new one is asked for."""

_tokens: dict[str, tuple[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Server:
    """Asks as the user of the set-up; without one as nobody."""

    setup: Setup
    login_path: str

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Raises NacosRefused or DriverError; a token that is no longer taken is renewed once."""
        said = dict(headers or {})
        try:
            return self._send(method, path, query, form, {**said, **self._pass()})
        except NacosRefused as refusal:
            if refusal.code != DENIED or not self.setup["username"]:
                raise
        _tokens.pop(self._name, None)
        return self._send(method, path, query, form, {**said, **self._pass()})

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.setup["password"], _tokens.get(self._name, ("", 0.0))[0])

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        form: Mapping[str, str] | None,
        headers: Mapping[str, str],
    ) -> Reply:
        address = f"{self.setup['address'].rstrip('/')}{path}"
        try:
            return ask(
                method,
                f"{address}?{urlencode(query)}" if query else address,
                headers={**(FORM if form else {}), **headers},
                body=urlencode(form).encode() if form else None,
                seconds=seconds_in(self.setup),
                secrets=self.secrets,
                ca=self.setup[CA.name],
            )
        except Refused as refusal:
            raise explained(refusal) from None

    def _pass(self) -> dict[str, str]:
        if not self.setup["username"]:
            return {}
        token, until = _tokens.get(self._name, ("", 0.0))
        if monotonic() >= until:
            token = self._log_in()
        return {"Authorization": f"Bearer {token}"}

    def _log_in(self) -> str:
        """Asks for a token and keeps it in this process for as long as the answer says."""
        begun = monotonic()
        form = {"username": self.setup["username"], "password": self.setup["password"]}
        try:
            found = self._send("POST", self.login_path, None, form, {}).json()
        except NacosRefused as refusal:
            if refusal.code == DENIED:
                raise NacosRefused(_("Nacos 不认连接里的用户名或密码，请管理员核对。")) from None
            raise
        token = found.get("accessToken") if isinstance(found, dict) else None
        life = found.get("tokenTtl") if isinstance(found, dict) else None
        if not isinstance(token, str) or not isinstance(life, int):
            raise DriverError(
                _("Nacos 登录的回答里没有令牌，请核对连接里的地址（要带 /nacos）和版本。")
            )
        _tokens[self._name] = token, begun + EARLY * life
        return token

    @property
    def _name(self) -> str:
        """Of one user at one server; another password is another one."""
        names = ("address", "username", "password")
        return sha256("\0".join(self.setup[name] for name in names).encode()).hexdigest()

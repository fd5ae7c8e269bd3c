"""The three interfaces that Nacos had: v1 up to 2.1, v2 for 2.2 to 2.5, v3 for 3.x."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from gray.connecting import Setup
from gray.drivers.asking import Reply
from gray.drivers.nacos.refusals import CONFLICT, MISSING, NacosRefused, of_code, opened, unexpected
from gray.drivers.nacos.server import Server
from gray.drivers.nacos.spot import Spot
from gray.drivers.shapes import as_object

KEPT = ("type", "appName", "desc")
"""What a publish would reset if it did not say it again."""


@dataclass(frozen=True, slots=True)
class Beta:
    """The version for single machines."""

    content: str
    machines: frozenset[str]


class Dialect(ABC):
    """Subclass for one version of the interface; the subclass registers itself."""

    version: ClassVar[str]
    label: ClassVar[Any]
    login: ClassVar[str] = "/v1/auth/login"
    path: ClassVar[str]
    names: ClassVar[tuple[str, str]] = ("group", "namespaceId")
    tags: ClassVar[str] = "configTags"
    all: ClassVar[dict[str, type["Dialect"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Dialect.all[cls.version] = cls

    def __init__(self, setup: Setup) -> None:
        self.server = Server(setup, self.login)
        self.space = setup["namespace"]

    @abstractmethod
    def content(self, spot: Spot) -> str | None:
        """What is served to all, None when there is no such configuration."""

    def publish(self, spot: Spot, content: str, headers: Mapping[str, str]) -> None:
        """Headers: casMd5 guards against a change meanwhile, betaIps makes it a beta version."""
        form = {**self._kept(spot), **self._named(spot), "content": content}
        done = self._told(self.server.ask("POST", self.path, form=form, headers=headers))
        if done is not True:
            raise of_code(CONFLICT)

    def beta(self, spot: Spot) -> Beta | None:
        found = opened(
            self.server.ask("GET", V1.path, {**_named_in_v1(self, spot), "beta": "true"}),
            self.server.secrets,
        )
        return _beta(found, as_object(found or {}).get("betaIps"))

    def end_beta(self, spot: Spot) -> None:
        query = {**_named_in_v1(self, spot), "beta": "true"}
        opened(self.server.ask("DELETE", V1.path, query), self.server.secrets)

    def listeners(self, spot: Spot) -> list[str]:
        """Addresses of the clients that listen to the configuration now."""
        query = {**_named_in_v1(self, spot), "sampleTime": "1"}
        found = as_object(self.server.ask("GET", f"{V1.path}/listener", query).json() or {})
        return _addresses(found.get("lisentersGroupkeyStatus"))  # Nacos spells it so

    def _kept(self, spot: Spot) -> dict[str, str]:
        """What a publish has to repeat, by the names of its form."""
        found = self._details(spot)
        kept = {name: found[name] for name in KEPT if found.get(name)}
        return {**kept, self.tags: found["configTags"]} if found.get("configTags") else kept

    def _details(self, spot: Spot) -> Mapping[str, Any]:
        """v2 tells only the content; the console's call of v1 tells the rest."""
        query = {**_named_in_v1(self, spot), "show": "all"}
        return as_object(self.server.ask("GET", V1.path, query).json() or {})

    def _told(self, reply: Reply) -> Any:
        return opened(reply, self.server.secrets)

    def _named(self, spot: Spot) -> dict[str, str]:
        group, space = self.names
        named = {"dataId": spot.data_id, group: spot.group}
        return {**named, space: self.space} if self.space else named


class V1(Dialect):
    version = "v1"
    label = _("v1（Nacos 2.1 及以前）")
    path = "/v1/cs/configs"
    names = ("group", "tenant")
    tags = "config_tags"

    def content(self, spot: Spot) -> str | None:
        try:
            return self.server.ask("GET", self.path, self._named(spot)).text
        except NacosRefused as refusal:
            if refusal.code == MISSING:
                return None
            raise

    def _told(self, reply: Reply) -> Any:
        return reply.text.strip() == "true"


class V2(Dialect):
    version = "v2"
    label = _("v2（Nacos 2.2 到 2.5）")
    path = "/v2/cs/config"

    def content(self, spot: Spot) -> str | None:
        found = _or_none(self, self.path, self._named(spot))
        return None if found is None else str(found)


class V3(Dialect):
    version = "v3"
    label = _("v3（Nacos 3）")
    login = "/v3/auth/user/login"
    path = "/v3/admin/cs/config"
    names = ("groupName", "namespaceId")

    def content(self, spot: Spot) -> str | None:
        found = _or_none(self, self.path, self._named(spot))
        return None if found is None else str(as_object(found).get("content") or "")

    def beta(self, spot: Spot) -> Beta | None:
        found = _or_none(self, f"{self.path}/beta", self._named(spot))
        rule = as_object(found or {}).get("grayRule")
        return _beta(found, as_object(_parsed(rule or "{}")).get("expr"))

    def end_beta(self, spot: Spot) -> None:
        opened(
            self.server.ask("DELETE", f"{self.path}/beta", self._named(spot)), self.server.secrets
        )

    def listeners(self, spot: Spot) -> list[str]:
        found = self.server.ask("GET", f"{self.path}/listener", self._named(spot))
        return _addresses(as_object(self._told(found) or {}).get("listenersStatus"))

    def _details(self, spot: Spot) -> Mapping[str, Any]:
        return as_object(_or_none(self, self.path, self._named(spot)) or {})


def _or_none(dialect: Dialect, path: str, query: Mapping[str, str]) -> Any:
    """The data, None where Nacos says by code that there is none."""
    try:
        return opened(dialect.server.ask("GET", path, query), dialect.server.secrets)
    except NacosRefused as refusal:
        if refusal.code == MISSING:
            return None
        raise


def _named_in_v1(dialect: Dialect, spot: Spot) -> dict[str, str]:
    """Beta versions and details have no call in v2; its servers still answer those of v1."""
    named = {"dataId": spot.data_id, "group": spot.group}
    return {**named, "tenant": dialect.space} if dialect.space else named


def _beta(found: Any, machines: Any) -> Beta | None:
    """Machines as they stand there: Nacos trims nothing, so " b" is no machine."""
    if not found:
        return None
    names = frozenset(one for one in str(machines or "").split(",") if one)
    return Beta(str(as_object(found).get("content") or ""), names)


def _addresses(found: Any) -> list[str]:
    """The keys of a map from address to MD5, in a stable order."""
    return sorted(str(address) for address in as_object(found or {}))


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        raise unexpected() from None

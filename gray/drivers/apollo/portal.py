"""The calls of Apollo's Portal (OpenAPI 2.5, also as 3.0 takes them) for one namespace."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from gray.connecting import Setup
from gray.drivers.apollo.refusals import explained
from gray.drivers.asking import CA, Refused, ask, seconds_in
from gray.drivers.base import DriverError
from gray.drivers.shapes import as_map, as_object, as_objects

MOST_INSTANCES = 1_000
LONGEST_KEY, LONGEST_VALUE, LONGEST_TITLE = 128, 20_000, 64
_PLAIN_KEY = re.compile(r"\w[\w.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the Portal is, and who we are there."""

    setup: Setup

    @property
    def editor(self) -> str:
        return self.setup["operator"]

    @property
    def publisher(self) -> str:
        """With the namespace lock on, who edits may not publish."""
        return self.setup["publisher"] or self.editor

    def applications(self) -> list[str]:
        """What this token was granted something of."""
        found = as_objects(self.ask("GET", "/apps/authorized"))
        return [str(one.get("appId") or "") for one in found]

    def environments(self, application: str) -> list[str]:
        found = as_objects(self.ask("GET", f"/apps/{_part(application)}/envclusters"))
        return [str(one.get("env") or "") for one in found]

    def ask(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """What the Portal answers, None for its empty answers. Raises DriverError."""
        address = f"{self.setup['address'].rstrip('/')}/openapi/v1{path}"
        token = self.setup["token"]
        try:
            reply = ask(
                method,
                f"{address}?{urlencode(query)}" if query else address,
                headers={"Authorization": token, "Content-Type": "application/json;charset=UTF-8"},
                body=body,
                seconds=seconds_in(self.setup),
                secrets=(token,),
                ca=self.setup[CA.name],
            )
        except Refused as refusal:
            raise explained(refusal) from None
        return reply.json()


@dataclass(frozen=True, slots=True)
class Namespace:
    """One namespace of one application in one cluster; a gray branch is a cluster of its own."""

    portal: Portal
    application: str
    name: str
    cluster: str

    def whole(self) -> Mapping[str, Any]:
        """Format and items, also those that are not published."""
        return as_object(self._ask("GET", "", fillItemDetail="true"))

    def released(self) -> dict[str, str] | None:
        """What the latest release serves, None when nothing was ever published."""
        found = self._ask("GET", "/releases/latest")
        if found is None:
            return None
        return as_map(as_object(found).get("configurations"))

    def put(self, key: str, value: str, item: Mapping[str, Any] | None) -> None:
        """Write one item, keeping the comment and the type that it has (`item`)."""
        if len(key) > LONGEST_KEY or len(value) > LONGEST_VALUE:
            raise DriverError(
                _("Apollo 的键最长 %(key)d 个字符，值最长 %(value)d 个字符，这个写不进去。")
                % {"key": LONGEST_KEY, "value": LONGEST_VALUE}
            )
        who, kept = self.portal.editor, item or {}
        body = {
            "key": key,
            "value": value,
            "comment": kept.get("comment") or "",
            "type": kept.get("type") or 0,
            "dataChangeLastModifiedBy": who,
            "dataChangeCreatedBy": kept.get("dataChangeCreatedBy") or who,
        }
        self._ask("PUT", _item(key), body, createIfNotExists="true", operator=who)

    def publish(self, title: str, path: str = "") -> None:
        """Everything in the namespace becomes what is served; `path` for a branch's own."""
        who = self.portal.publisher
        body = {
            "releaseTitle": title[:LONGEST_TITLE],
            "releaseComment": "",
            "releasedBy": who,
            "isEmergencyPublish": False,
        }
        self._ask("POST", f"{path}/releases", body, operator=who)

    def find_branch(self) -> Mapping[str, Any] | None:
        """The only gray branch there can be, None when there is none."""
        found = self._ask("GET", "/branches")
        return None if found is None else as_object(found)

    def begin_branch(self) -> Mapping[str, Any]:
        return as_object(self._ask("POST", "/branches", operator=self.portal.editor))

    def end_branch(self, branch: str) -> None:
        self._ask("DELETE", f"/branches/{_part(branch)}", operator=self.portal.editor)

    def publish_branch(self, branch: str, title: str) -> None:
        self.publish(title, f"/branches/{_part(branch)}")

    def branch_items(self, branch: str) -> list[Mapping[str, Any]]:
        return as_objects(self._ask("GET", f"/branches/{_part(branch)}/items"))

    def rules(self, branch: str) -> list[Mapping[str, Any]]:
        found = self._ask("GET", f"/branches/{_part(branch)}/rules")
        return as_objects(as_object(found or {}).get("ruleItems"))

    def set_rules(self, branch: str, machines: Sequence[str]) -> None:
        """Replace all rules: these machines of this application, and nobody else."""
        rule = {
            "clientAppId": self.application,
            "clientIpList": list(machines),
            "clientLabelList": [],
        }
        path = f"/branches/{_part(branch)}/rules"
        self._ask("PUT", path, {"ruleItems": [rule]}, operator=self.portal.editor)

    def instances(self) -> list[str] | None:
        """Addresses of the clients that read the namespace; None where Apollo cannot tell."""
        path = f"/envs/{_part(self.portal.setup['env'])}/instances/by-namespace"
        query = {
            "appId": self.application, "clusterName": self.cluster, "namespaceName": self.name,
            "page": "0", "size": str(MOST_INSTANCES),
        }  # fmt: skip
        try:
            found = as_object(self.portal.ask("GET", path, **query))
        except Refused as refusal:
            if refusal.status in (403, 404):  # 2.5 has no such call; a token may not be let in
                return None
            raise
        return sorted(
            {str(one.get("ip") or "") for one in as_objects(found.get("instances"))} - {""}
        )

    def in_cluster(self, cluster: str) -> "Namespace":
        return replace(self, cluster=cluster)

    def _ask(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        return self.portal.ask(method, f"{self._path}{path}", body, **query)

    @property
    def _path(self) -> str:
        env = _part(self.portal.setup["env"])
        return (
            f"/envs/{env}/apps/{_part(self.application)}"
            f"/clusters/{_part(self.cluster)}/namespaces/{_part(self.name)}"
        )


def _item(key: str) -> str:
    """The path of an item; a key that a path could change goes as Base64."""
    if _PLAIN_KEY.fullmatch(key):
        return f"/items/{key}"
    return f"/encodedItems/{quote(b64encode(key.encode()).decode(), safe='=')}"


def _part(name: str) -> str:
    """One part of a path; none that could lead elsewhere."""
    if not name.strip() or name in (".", ".."):
        raise DriverError(_("“%(name)s”不能用作 Apollo 的应用、集群或命名空间。") % {"name": name})
    return quote(name, safe="")

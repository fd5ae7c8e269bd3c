"""Letting in single machines: the gray branch of a namespace, of which there is only one.

A branch is ours when we began it and it overrides nothing but our key. It holds what 100 % is,
for the machines that its rule names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY
from gray.drivers.apollo.portal import Namespace
from gray.drivers.base import DriverError, Shown
from gray.drivers.shapes import as_objects, as_texts
from gray.formats import Written, seen
from ground.words import in_row


@dataclass(frozen=True, slots=True)
class Branch:
    """What the gray branch of a namespace holds.

    items     its own items by key, published or not
    released  what is served to its machines; empty while it was never published
    machines  whom its rules name; labels and other applications with a prefix
    begun_by  the Portal user that made it, empty when Apollo does not say
    """

    name: str
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    released: Mapping[str, str] = field(default_factory=dict)
    machines: frozenset[str] = frozenset()
    begun_by: str = ""


def find(space: Namespace) -> Branch | None:
    """The namespace's branch, None when it has none."""
    found = space.find_branch()
    if found is None:
        return None
    name = str(found.get("clusterName") or "")
    listed = found.get("items")
    items = space.branch_items(name) if listed is None else as_objects(listed)
    return Branch(
        name,
        {str(item["key"]): item for item in items if item.get("key")},
        space.in_cluster(name).released() or {},
        frozenset(one for rule in space.rules(name) for one in _named(rule, space.application)),
        str(found.get("dataChangeCreatedBy") or ""),
    )


def is_ours(space: Namespace, branch: Branch, key: str) -> bool:
    mine = ("", space.portal.editor, space.portal.publisher)
    return set(branch.items) <= {key} and branch.begun_by in mine


def let_in(
    space: Namespace, branch: Branch | None, key: str, value: str, machines: frozenset[str],
    title: str, item: Mapping[str, Any] | None,
) -> None:  # fmt: skip
    """These machines get `value`, and no others. Raises DriverError."""
    branch = branch or Branch(str(space.begin_branch().get("clusterName") or ""))
    held = branch.items.get(key)
    if held is None or held.get("value") != value:
        space.in_cluster(branch.name).put(key, value, held or item)
    if branch.machines != machines:
        space.set_rules(branch.name, sorted(machines))
    if branch.machines != machines or branch.released.get(key) != value:
        space.publish_branch(branch.name, title)


def refuse_foreign(space: Namespace, branch: Branch, key: str) -> None:
    """Raises DriverError when the branch is somebody else's."""
    if not is_ours(space, branch, key):
        raise DriverError(
            _(
                "这个命名空间已有别人的灰度分支（改了 %(keys)s），Apollo 只许有一个，请先在 Apollo 里合并或放弃它。"
            )
            % {"keys": in_row(sorted(branch.items)[:5]) or _("还没有键")}
        )


def added(shown: Shown, form: Written, key: str, branch: Branch | None) -> Shown:
    """What the branch adds to what the main release shows."""
    served = branch.released.get(key) if branch and key in branch.items else None
    if branch is None or served is None:
        is_full = shown.share == EVERYBODY
        return replace(shown, machines=None if is_full else frozenset())
    if served == form.everybody:
        return replace(shown, machines=branch.machines)
    return Shown(None, _("灰度分支里是 %(text)s") % {"text": seen(served)})


def _named(rule: Mapping[str, Any], application: str) -> Iterator[str]:
    """Whom one rule item lets in; `*` is everybody."""
    app = str(rule.get("clientAppId") or "")
    prefix = "" if app.casefold() == application.casefold() else f"{app}:"
    yield from (f"{prefix}{ip}" for ip in as_texts(rule.get("clientIpList")))
    yield from (f"{prefix}label:{label}" for label in as_texts(rule.get("clientLabelList")))

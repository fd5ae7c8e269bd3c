"""The answers of a connection's form, checked and put where they belong: in the open, or sealed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gray.connecting import Option
from gray.connections import Connection
from gray.kinds import Kind, mistakes_of
from ground.destinations import Forbidden, place_of
from ground.errors import Invalid
from ground.sealing import Unsealable, seal
from ground.texts import is_keepable

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed, by the option's name; an empty secret stays unless it is `cleared`."""

    values: Mapping[str, str] = field(repr=False)
    cleared: frozenset[str] = frozenset()

    def of(self, option: Option) -> str:
        text = self.values.get(option.name, "").replace("\r\n", "\n")
        return text.strip("\n") if option.lines else text.strip()


def settle_answers(connection: Connection, kind: Kind, answers: Answers) -> list[str]:
    """Put the answers into the connection, unsaved; the names of those that changed.

    Raises Invalid with a sentence at each option that is wrong.
    """
    given = {option.name: answers.of(option) for option in kind.options}
    kept = kept_secrets(connection)
    open_ones = {one.name: given[one.name] for one in kind.options if not one.secret}
    secrets = {
        one.name: given[one.name] or ("" if one.name in answers.cleared else kept.get(one.name, ""))
        for one in kind.options if one.secret
    }  # fmt: skip
    fields = _mistakes(connection, kind, given, open_ones | secrets)
    if fields:
        raise Invalid(_("有几处要改，改好再保存。"), fields=fields)
    changed = [name for name, text in open_ones.items() if connection.values.get(name, "") != text]
    changed += [name for name, text in secrets.items() if kept.get(name, "") != text]
    connection.values = open_ones
    if any(kept.get(name, "") != text for name, text in secrets.items()) or not connection.sealed:
        kept_ones = {name: text for name, text in secrets.items() if text}
        connection.sealed = seal(json.dumps(kept_ones)) if kept_ones else ""
    return changed


def kept_secrets(connection: Connection) -> dict[str, str]:
    """Those that can still be opened."""
    try:
        return connection.secrets()
    except Unsealable:
        return {}


def _mistakes(
    connection: Connection, kind: Kind, given: Mapping[str, str], whole: Mapping[str, str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for option in kind.options:
        for sentence in _wrong(option, whole[option.name]):
            found.setdefault(option.name, []).append(sentence)
    if not found:
        for name, sentence in mistakes_of(kind, whole):
            found.setdefault(name, []).append(sentence)
    for name, sentence in _moved(connection, kind, given, whole):
        found.setdefault(name, []).append(sentence)
    return found


def _wrong(option: Option, text: str) -> Iterator[str]:
    if not text:
        if option.required:
            yield _("请填写。")
    elif len(text) > LONGEST or not is_keepable(text):
        yield _("太长，或含有不能保存的字符。")
    elif option.choices and text not in dict(option.choices):
        yield _("请从给出的选项里选。")
    elif option.is_address:
        yield from _wrong_address(text)


def _wrong_address(text: str) -> Iterator[str]:
    """Where it leads must stand in it; blanks of a template may only come after."""
    if "{{" in text.partition("://")[2].partition("/")[0]:
        yield _("主机名要直接写出来，不能用 {{…}}。")
        return
    try:
        place_of(text.partition("{{")[0])
    except Forbidden as error:
        yield str(error)


def _moved(
    connection: Connection, kind: Kind, given: Mapping[str, str], whole: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """A kept secret goes to no other host than the one for which it was typed."""
    before = _origins(kind, connection.values)
    if not connection.pk or _origins(kind, whole) <= before:
        return
    for option in kind.options:
        if option.secret and whole[option.name] and not given[option.name]:
            yield option.name, _("地址换了主机，这一项请重新填写。")


def _origins(kind: Kind, values: Mapping[str, str]) -> set[tuple[str, str]]:
    texts = [values.get(option.name, "") for option in kind.options if option.is_address]
    parts = [urlsplit(text.partition("{{")[0]) for text in texts if text]
    return {(one.scheme, one.netloc.casefold()) for one in parts}

"""The only writers of what people say about applications and their names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import events
from applications.models import Application, Name
from applications.names import is_name
from ground.clock import now
from ground.errors import Invalid, Stale, WrongState
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.policies import authorize
from ground.texts import fold, tidy
from ground.words import in_row


@transaction.atomic
def add(*, by: Any, name: str, facts: Mapping[str, Any] | None = None) -> Application:
    """An application that no plan names yet. Raises Denied, Invalid."""
    authorize(by, "application.manage")
    text = _free_name(name)
    made = Application(name=text, fold=fold(text), changed_by=by, changed_at=now(), **(facts or {}))
    _check(made)
    with _once(text):
        made.save(force_insert=True)
    _name(made, text)
    _record(events.ADDED, made, by)
    return made


@transaction.atomic
def change(
    application: Application, *, by: Any, version: int, facts: Mapping[str, Any]
) -> Application:
    """Change facts (FACTS). Raises Denied, Invalid, Stale when `version` is old."""
    application = _lock(application)
    authorize(by, "application.edit", application)
    if application.version != version:
        raise Stale(
            _("应用信息刚被别人改过，请刷新后再保存。"), extra={"version": application.version}
        )
    changed = [name for name, value in facts.items() if getattr(application, name) != value]
    if not changed:
        return application
    before = _told(application, changed)
    for name in changed:
        setattr(application, name, facts[name])
    _check(application)
    _touch(application, by, *changed)
    labels = in_row(_label(name) for name in changed)
    _record(
        events.CHANGED, application, by,
        fields=labels, before_values=before, after_values=_told(application, changed),
    )  # fmt: skip
    return application


@transaction.atomic
def rename(application: Application, *, by: Any, name: str) -> Application:
    """Give it a new name; the old one stays an alias, so plans keep their words.

    Raises Denied, Invalid, WrongState for the name of an application merged into it.
    """
    authorize(by, "application.manage")
    application = _lock(application)
    old, text = application.name, _readable(name)
    if not _is_own(application, text):
        text = _free_name(name)
        with _once(text):  # the application first, as plans do: nobody waits in a circle
            Application.objects.filter(pk=application.pk).update(fold=fold(text))
        _name(application, text)
    elif Application.objects.filter(fold=fold(text)).exclude(pk=application.pk).exists():
        raise _came_with_a_merge()
    application.name, application.fold = text, fold(text)
    Name.objects.filter(fold=application.fold).update(text=text, home=application)
    _touch(application, by, "name", "fold")
    _record(events.RENAMED, application, by, old=old, new=text)
    return application


@transaction.atomic
def add_alias(application: Application, *, by: Any, name: str) -> Name:
    """Another name for it, that no application has."""
    authorize(by, "application.manage")
    application = _lock(application)
    text = _free_name(name)
    made = _name(application, text)
    _record(events.ALIASED, application, by, alias=text)
    return made


@transaction.atomic
def drop_alias(name: Name, *, by: Any) -> None:
    """Take an alias away; plans that say it will add it as an application of its own."""
    authorize(by, "application.manage")
    application = _lock(name.application)
    if name.fold == application.fold:
        raise WrongState(_("这是应用现在的名称，要去掉它请先改名。"))
    if name.home_id != application.pk:
        raise _came_with_a_merge()
    name.delete()
    _record(events.UNALIASED, application, by, alias=name.text)


@transaction.atomic
def merge(source: Application, *, into: Application, by: Any) -> Application:
    """`source` becomes a name of `into`; no text of a plan changes. Raises WrongState."""
    authorize(by, "application.manage")
    locked = {one.pk: one for one in _lock_all(source.pk, into.pk)}
    source, into = locked[source.pk], locked[into.pk]
    if source.pk == into.pk:
        raise Invalid(
            _("不能和自己合并，请选另一个应用。"), fields={"into": [_("请选另一个应用。")]}
        )
    if source.merged_into_id or into.merged_into_id:
        raise WrongState(_("其中一个已经并入别的应用，请刷新后再试。"))
    source.merged_into = into
    _touch(source, by, "merged_into")
    Name.objects.filter(application=source).update(application=into)
    _record(events.MERGED, into, by, source=source.name, source_id=source.pk)
    return into


@transaction.atomic
def separate(source: Application, *, by: Any) -> Application:
    """Undo a merge: every name that `source` brought goes back to it."""
    authorize(by, "application.manage")
    source = _lock(source)
    if source.merged_into is None:
        raise WrongState(_("它没有并入别的应用。"))
    into, source.merged_into = source.merged_into, None
    _touch(source, by, "merged_into")
    Name.objects.filter(home__in=_brought(source)).update(application=source)
    _record(events.SEPARATED, into, by, source=source.name, source_id=source.pk)
    return source


def _brought(source: Application) -> list[int]:
    """`source` and all that had been merged into it."""
    found, latest = [source.pk], [source.pk]
    while latest:
        inner = Application.objects.filter(merged_into__in=latest).exclude(pk__in=found)
        latest = list(inner.values_list("pk", flat=True))
        found += latest
    return found


def _lock(application: Application) -> Application:
    return _lock_all(application.pk)[0]


def _lock_all(*ids: int) -> list[Application]:
    """In the order of their ids, so that two mergers wait for each other."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("merged_into")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _is_own(application: Application, text: str) -> bool:
    return application.names.filter(fold=fold(text)).exists()


def _free_name(name: str) -> str:
    """The name as it is kept. Raises Invalid when it is none, or somebody else's."""
    text = _readable(name)
    taken = Name.objects.filter(fold=fold(text)).select_related("application").first()
    if taken:
        raise _is_taken(taken.application.name)
    return text


def _readable(name: str) -> str:
    """The name as it is kept. Raises Invalid when it is none."""
    if not is_name(name):
        raise Invalid(
            _("“%(name)s”不像应用的名称：2 到 100 个字，不要标点和换行。") % {"name": name[:40]},
            fields={"name": [_("请填一个应用的名称。")]},
        )
    return tidy(name)


def _name(application: Application, text: str) -> Name:
    with _once(text):
        return Name.objects.create(
            application=application, home=application, text=text, fold=fold(text)
        )


@contextmanager
def _once(text: str) -> Iterator[None]:
    """A plan may have brought the same name at this moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise _is_taken(text) from None


def _came_with_a_merge() -> WrongState:
    return WrongState(_("这个名称来自合并进来的应用，请用“分开”。"))


def _is_taken(name: str) -> Invalid:
    return Invalid(
        _("已经有应用 %(name)s 叫这个名字，两个是同一个应用就请合并。") % {"name": name},
        fields={"name": [_("这个名称已被使用。")]},
    )


def _check(application: Application) -> None:
    try:
        application.full_clean(exclude=["fold", "merged_into"])
    except ValidationError as fault:
        raise Invalid(_("应用的信息没有通过检查。"), fields=fault.message_dict) from None


def _touch(application: Application, by: Any, *fields: str) -> None:
    application.version += 1
    application.changed_by, application.changed_at = by, now()
    application.save(update_fields=[*fields, "version", "changed_by", "changed_at"])


def _told(application: Application, names: list[str]) -> dict[str, Any]:
    values = {name: getattr(application, name) for name in names}
    return {name: str(value) if name == "account" else value for name, value in values.items()}


def _label(name: str) -> str:
    field: Any = Application._meta.get_field(name)
    return str(field.verbose_name)


def _record(kind: EventKind, application: Application, by: Any, **data: Any) -> None:
    record(
        kind, chain=INSTALLATION, by=by, subject=f"application:{application.pk}",
        data={"title": application.name, **data},
    )  # fmt: skip

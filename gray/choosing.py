"""Which driver, over which connection, a ramp's words mean."""

from contextlib import suppress

from django.utils.translation import gettext as _

from gray.connections import Connection
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from ground.ahead import once
from ground.errors import WrongState
from ground.sealing import Unsealable
from ground.words import in_row


def find_driver(word: str, environment: str = "") -> Driver:
    """The driver that `word` names: a connection by its name, or a kind of driver.

    A kind that needs a connection takes the one of this environment, else the one for
    every environment. None named is the builtin one. Raises WrongState.
    """
    wanted = word.strip().casefold()
    named = _named(wanted)
    if named:
        return _over(named)
    kind = _kind(wanted or "builtin")
    if kind is None:
        raise WrongState(_unknown(word))
    if not kind.options:
        return kind()
    return _over(_connection_of(kind, environment.strip()))


class Unavailable(Driver):
    """Stands for a driver that cannot be found now: everything asked of it fails with the reason."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why

    def write(self, place: Place, exposure: Exposure) -> Shown | None:
        raise DriverError(self.why)

    def read(self, place: Place) -> Shown:
        raise DriverError(self.why)


def driver_or_reason(word: str, environment: str = "") -> Driver:
    """As `find_driver`, for ramps that have begun: without a driver they still wait and fall."""
    try:
        return find_driver(word, environment)
    except WrongState as refusal:
        return Unavailable(refusal.detail)


def every_driver(environment: str = "") -> list[Driver]:
    """One of each connection that could know a key of this environment, and the inside ones.

    A connection that cannot be opened knows none.
    """
    found = [kind() for kind in Driver.all.values() if not kind.options]
    rows = Connection.objects.filter(environment__in=("", environment.strip()), is_on=True)
    for row in rows:
        if row.driver in Driver.all:
            with suppress(WrongState):
                found.append(_over(row))
    return found


def _named(wanted: str) -> Connection | None:
    rows = _connections() if wanted else ()
    return next((row for row in rows if row.name.casefold() == wanted), None)


@once
def _connections() -> list[Connection]:
    return list(Connection.objects.filter(is_on=True))


def _kind(wanted: str) -> type[Driver] | None:
    for kind in Driver.all.values():
        if wanted in (kind.name, str(kind.label).casefold(), *kind.words):
            return kind
    return None


def _connection_of(kind: type[Driver], environment: str) -> Connection:
    rows = [row for row in _connections() if row.driver == kind.name]
    own = [row for row in rows if row.environment.casefold() == environment.casefold()]
    fitting = own or [row for row in rows if not row.environment]
    if len(fitting) == 1:
        return fitting[0]
    words = {"driver": kind.label, "environment": environment or _("默认")}
    if fitting:
        raise WrongState(
            _("环境“%(environment)s”有几个 %(driver)s 连接，请在“驱动”里写连接的名称：%(names)s。")
            % {**words, "names": in_row(row.name for row in fitting)}
        )
    raise WrongState(
        _("环境“%(environment)s”还没有 %(driver)s 的连接，请管理员在“设置 · 连接”里添加。") % words
    )


def _over(connection: Connection) -> Driver:
    try:
        return Driver.all[connection.driver](connection.as_setup())
    except Unsealable:
        raise WrongState(
            _("连接“%(name)s”的密钥打不开了（SECRET_KEY 换过），请管理员重新填写。")
            % {"name": connection.name}
        ) from None


def _unknown(word: str) -> str:
    names = [str(kind.label) for kind in Driver.all.values()]
    names += Connection.objects.filter(is_on=True).values_list("name", flat=True)
    return _("没有“%(word)s”这个驱动，可用的是：%(known)s。") % {
        "word": word, "known": in_row(names),
    }  # fmt: skip

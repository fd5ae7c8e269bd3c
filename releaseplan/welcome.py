"""What the terminal says once the embedded server answers."""

from django.utils.translation import gettext as _

from people.actions.accounts import has_administrator
from people.demo import PASSWORD, demo_people
from people.links import first_administrator_link


def words(host: str, port: int) -> str:
    """The address, then the demo sign-ins or the link for the first administrator."""
    address = f"http://{_reachable(host)}:{port}"
    running = _("发布计划已启动：{address}").format(address=f"{address}/")
    lines = [running, *_sign_ins(), *_first_link(address)]
    return "\n".join([*lines, _("按 Ctrl-C 停止。"), ""])


def _reachable(host: str) -> str:
    """What a browser on this machine types for `host`."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _sign_ins() -> list[str]:
    people = demo_people()
    if not people:
        return []
    heading = _("演示账号（密码都是 {password}）：").format(password=PASSWORD)
    return [
        heading,
        *(f"  {person.username:<8} {person.called}　{person.demo}" for person in people),
    ]


def _first_link(address: str) -> list[str]:
    if has_administrator():
        return []
    return [
        _("第一位系统管理员请用这个一次性链接建立账号（24 小时内有效）："),
        first_administrator_link(address),
    ]

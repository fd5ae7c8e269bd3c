"""What the terminal says once the embedded server answers."""

from django.utils.translation import gettext as _

from people.actions.accounts import has_administrator
from releaseplan.housekeeping import demo_accounts


def words(host: str, port: int) -> str:
    """The address, then the demo sign-ins or the link for the first administrator."""
    address = f"http://{_reachable(host)}:{port}/"
    return "\n".join([_("发布计划：{address}").format(address=address), *_sign_ins(address), ""])


def _reachable(host: str) -> str:
    """What a browser on this machine types for `host`."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _sign_ins(address: str) -> list[str]:
    accounts = demo_accounts()
    if accounts:
        return [f"  {account.username:<12} {account.demo}" for account in accounts]
    return [] if has_administrator() else [address]

"""Machines as config centres know them: by the IP address from which they ask."""

from collections.abc import Iterable
from ipaddress import ip_address

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError
from gray.formats import seen


def refuse_names(machines: Iterable[str]) -> None:
    """A name would be taken and would match nobody; `*` would match everybody. Raises DriverError."""
    for machine in machines:
        if not _is_address(machine):
            raise DriverError(
                _("“%(name)s”不是 IP 地址，配置中心只按 IP 认机器，请在“人群”里写 IP。")
                % {"name": seen(machine)}
            )


def _is_address(machine: str) -> bool:
    try:
        ip_address(machine)
    except ValueError:
        return False
    return True

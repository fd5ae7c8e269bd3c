"""Single machines in config centres: a version of the configuration of their own, by IP address."""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY
from gray.drivers.base import DriverError, Exposure
from gray.formats import Written, seen


def stand_apart(form: Written, exposure: Exposure) -> bool:
    """Whether the machines need that version: not all are in, and the text cannot name them."""
    is_partial = exposure.enabled and exposure.share < EVERYBODY
    return bool(exposure.machines) and is_partial and not form.says("machines")


def text_for_others(form: Written, exposure: Exposure) -> str:
    """What all get that are in no version of their own. Raises DriverError."""
    is_apart = stand_apart(form, exposure)
    return form.text_of(replace(exposure, machines=()) if is_apart else exposure)


def require(form: Written, exposure: Exposure) -> None:
    """Raises DriverError when the switch could not show this."""
    text_for_others(form, exposure)
    if stand_apart(form, exposure):
        refuse_names(exposure.machines)


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

"""The only writers of what this server may reach inside the network."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Invalid
from ground.events import HOST_ALLOWED, HOST_WITHDRAWN
from ground.journal import INSTALLATION, record
from ground.models import AllowedHost
from ground.policies import authorize

NAME = re.compile(r"(?!-)[a-z0-9_.-]{1,253}(?::\d{1,5})?|[0-9a-f:.]*:[0-9a-f:.]*")
"""A host name or an address, a port after it or not; an IPv6 address has none."""


@transaction.atomic
def allow_host(name: str, *, note: str = "", by: Any) -> AllowedHost:
    """Let requests go to a host inside; asking twice allows once. Raises Denied or Invalid."""
    authorize(by, "installation.administer")
    name = name.strip().lower()
    if not NAME.fullmatch(name):
        raise Invalid(
            _("主机写成 hook.corp.example 或 10.1.2.3:8080，不带 https:// 和路径。"),
            fields={
                "name": [_("主机写成 hook.corp.example 或 10.1.2.3:8080，不带 https:// 和路径。")]
            },
        )
    host, created = AllowedHost.objects.get_or_create(name=name, defaults={"note": note[:200]})
    if created:
        record(HOST_ALLOWED, chain=INSTALLATION, by=by, data={"host": name, "note": host.note})
    return host


@transaction.atomic
def withdraw_host(host: AllowedHost, *, by: Any) -> None:
    """Send nothing there any more. Raises Denied."""
    authorize(by, "installation.administer")
    if AllowedHost.objects.filter(pk=host.pk).delete()[0]:
        record(HOST_WITHDRAWN, chain=INSTALLATION, by=by, data={"host": host.name})

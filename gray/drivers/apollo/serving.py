"""What Apollo's config service gives to clients: the last word on what is served."""

import base64
import hmac
from time import monotonic, sleep
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from gray.connecting import Setup
from gray.drivers.asking import CA, Refused, ask, seconds_in
from gray.drivers.base import DriverError
from gray.drivers.shapes import as_map, as_object
from ground.clock import now

PATIENCE, PAUSE = 2.0, 0.2
"""Seconds in which a publish has reached the config service, and between two looks."""


def served(setup: Setup, application: str, cluster: str, name: str) -> dict[str, str]:
    """What any client gets that no gray rule names; nothing where nothing is published."""
    parts = "/".join(quote(part, safe="") for part in (application, cluster, name))
    address = f"{setup['config_address'].rstrip('/')}/configs/{parts}"
    secret = setup["access_key"]
    try:
        found = ask(
            "GET",
            address,
            headers=_signed(address, application, secret) if secret else {},
            seconds=seconds_in(setup),
            secrets=(secret,),
            ca=setup[CA.name],
        ).json()
    except Refused as refusal:
        return _none_or_raise(refusal)
    return as_map(as_object(found).get("configurations"))


def wait_for(
    setup: Setup, application: str, cluster: str, name: str, key: str, expected: str | None
) -> str | None:
    """What is served for `key`, after a short while in which it may still become `expected`."""
    finish = monotonic() + PATIENCE
    while True:
        value = served(setup, application, cluster, name).get(key)
        if value == expected or monotonic() >= finish:
            return value
        sleep(PAUSE)


def _none_or_raise(refusal: Refused) -> dict[str, str]:
    if refusal.status == 404:
        return {}
    if refusal.status == 401:
        raise DriverError(
            _(
                "Apollo 的配置服务要这个应用的访问密钥（HTTP 401），请在连接里写上，并核对两边的时钟。"
            )
        ) from None
    raise refusal


def _signed(address: str, application: str, secret: str) -> dict[str, str]:
    """As Apollo's own clients sign: HMAC-SHA1 over the milliseconds, a line feed and the path."""
    moment = str(int(now().timestamp() * 1000))
    text = f"{moment}\n{urlsplit(address).path}"
    digest = hmac.new(secret.encode(), text.encode(), "sha1").digest()
    signature = base64.b64encode(digest).decode()
    return {"Timestamp": moment, "Authorization": f"Apollo {application}:{signature}"}

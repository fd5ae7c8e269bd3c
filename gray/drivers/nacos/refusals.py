"""What Nacos says by its codes, in an HTTP 200 too, and what to do about it."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.drivers.asking import Refused, Reply, plain, with_words, without
from gray.drivers.base import DriverError

MISSING, CONFLICT, DENIED = 20004, 20005, 10001
GONE = (40000, 40001)
_KNOWN = {
    DENIED: gettext_lazy("Nacos 不许这个用户做这件事，请核对连接里的用户名和密码，或在 Nacos 里给他这个命名空间的读写权限。"),
    MISSING: gettext_lazy("Nacos 里没有这个配置，请核对命名空间、分组和“配置键”。"),
    CONFLICT: gettext_lazy("读和写之间有人改了这个配置，所以什么都没写，稍后会自动再试。"),
    20001: gettext_lazy("Nacos 不认识连接里的命名空间，请写它的 ID，不是名称。"),
    20008: gettext_lazy("“配置键”里的 dataId 不是 Nacos 接受的写法，请核对。"),
    20010: gettext_lazy("这个配置的灰度版本太多，Nacos 不再接受，请先在 Nacos 里停掉不用的。"),
    22001: gettext_lazy("Nacos 里没有连接写的命名空间，请写它的 ID，不是名称。"),
    40000: gettext_lazy("这个 Nacos 已不提供所选版本的接口，请在连接里换一个版本。"),
    40001: gettext_lazy("这个 Nacos 关掉了所选版本的接口，请在连接里换一个版本。"),
}  # fmt: skip


class NacosRefused(DriverError):
    """`code` is Nacos' own, 0 where it gave none."""

    def __init__(self, sentence: str, code: int = 0) -> None:
        super().__init__(sentence)
        self.code = code


def opened(reply: Reply, secrets: tuple[str, ...]) -> Any:
    """The data of an envelope {code, message, data}. Raises NacosRefused."""
    found = reply.json()
    if not isinstance(found, dict) or not isinstance(found.get("code"), int):
        raise unexpected()
    if found["code"] not in (0, 200):
        raise of_code(found["code"], plain(without(secrets, str(found.get("message") or ""))))
    return found.get("data")


def unexpected() -> NacosRefused:
    return NacosRefused(_("Nacos 的回答不是预期的样子，请核对连接里的地址（要带 /nacos）和版本。"))


def explained(refusal: Refused) -> NacosRefused:
    """A refusal by HTTP status, in words that help."""
    code = _code_in(refusal.body)
    if refusal.body.strip() == b"false":  # how v1 says that the MD5 was another one
        return of_code(CONFLICT)
    if refusal.status == 404 and refusal.body.strip() == b"config data not exist":  # v1's own words
        return of_code(MISSING)
    if code:
        return of_code(code, refusal.said)
    if refusal.status in (401, 403):
        return of_code(DENIED, refusal.said)
    if refusal.status == 409:
        return NacosRefused(_("这个配置正在 Nacos 里被修改，稍后会自动再试。"))
    if refusal.status in (404, 410):
        return NacosRefused(
            _("这个地址上没有所选版本的 Nacos 接口（HTTP %(status)d），请核对连接里的地址（要带 /nacos）和版本。")
            % {"status": refusal.status}
        )  # fmt: skip
    return NacosRefused(str(refusal))


def of_code(code: int, said: str = "") -> NacosRefused:
    sentence = _KNOWN.get(code) or _("Nacos 没有接受（代码 %(code)d）。") % {"code": code}
    return NacosRefused(with_words(str(sentence), said), code)


def _code_in(body: bytes) -> int:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return 0
    code = found.get("code") if isinstance(found, dict) else None
    return code if isinstance(code, int) and code > 1_000 else 0

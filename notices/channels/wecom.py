"""WeCom's group robots: the address is the secret, and a text has 2 048 bytes."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.channels.base import Door
from notices.channels.chat import Chat


class WeCom(Chat):
    name = "wecom"
    label = _("企业微信机器人")
    spacing = timedelta(seconds=3.1)
    most_bytes = 2_048
    address_hint = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"
    secret_hint = ""
    has_secret = False
    refusals = {
        93000: _("网址里的 key 无效：请从群里重新复制机器人的网址。"),
        93008: _("机器人不在群里：请重新添加。"),
        40058: _("内容不合要求或太长。"),
    }
    pauses = {45009: timedelta(minutes=1)}

    def content(self, text: str) -> dict[str, Any]:
        lists: dict[str, list[str]] = {"mentioned_list": [], "mentioned_mobile_list": []}
        return {"msgtype": "text", "text": {"content": text, **lists}}

    def signed(self, door: Door, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return door.address, content

    def weigh(self, text: str) -> int:
        return len(text.encode())

"""Custom bots of Feishu and of Lark: signature in the body, verdict in `code`."""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ground.clock import now
from notices.channels.base import Door
from notices.channels.chat import Chat

ENVELOPE = 200
"""Bytes left for time and signature."""


class Feishu(Chat):
    name = "feishu"
    label = _("飞书 / Lark 机器人")
    spacing = timedelta(seconds=1)
    most_bytes = 20_000 - ENVELOPE
    code_field, words_field = "code", "msg"
    address_hint = "https://open.feishu.cn/open-apis/bot/v2/hook/…"
    secret_hint = _(
        "安全设置启用“签名校验”时填它的密钥，否则留空。Lark 的网址以 open.larksuite.com 开头。"
    )
    refusals = {
        19021: _("签名或时间不符：请核对签名密钥，并检查本服务器的时钟。"),
        19022: _("IP 不在白名单：请把本服务器的出口 IP 加进去。"),
        19024: _("缺少关键词：请把机器人的关键词填到这里。"),
    }
    pauses = {11232: timedelta(minutes=1)}

    def content(self, text: str) -> dict[str, Any]:
        return {"msg_type": "text", "content": {"text": text}}

    def signed(self, door: Door, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if not door.secret:
            return door.address, content
        moment = int(now().timestamp())
        sign = signature(door.secret, moment)
        return door.address, {"timestamp": str(moment), "sign": sign, **content}


def signature(secret: str, seconds: int) -> str:
    """Base64 of HMAC-SHA256 of nothing, under a key made of both: the vendor swaps the two."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()

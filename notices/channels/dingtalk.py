"""DingTalk's custom robots: signature in the address, verdict in `errcode`."""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

from django.utils.translation import gettext_lazy as _

from ground.clock import now
from notices.channels.base import Door
from notices.channels.chat import Chat


class DingTalk(Chat):
    name = "dingtalk"
    label = _("钉钉机器人")
    spacing = timedelta(seconds=3.1)
    most_bytes = 20_000
    address_hint = "https://oapi.dingtalk.com/robot/send?access_token=…"
    secret_hint = _("安全设置选“加签”时填 SEC 开头的密钥；选“关键词”时留空。")
    refusals = {
        310000: _(
            "签名、关键词或 IP 不符：请核对机器人的加签密钥和关键词，并把本服务器的出口 IP 加入白名单。"
        ),
        300001: _("access_token 无效：请从钉钉群里重新复制机器人的网址。"),
        400013: _("群已解散：请换一个机器人。"),
        400101: _("access_token 无效：请从钉钉群里重新复制机器人的网址。"),
        400102: _("机器人已停用：请在钉钉群里启用它。"),
    }
    pauses = {130101: timedelta(minutes=10)}

    def content(self, text: str) -> dict[str, Any]:
        return {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}}

    def signed(self, door: Door, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if not door.secret:
            return door.address, content
        moment = int(now().timestamp() * 1000)
        joint = "&" if "?" in door.address else "?"
        sign = quote_plus(signature(door.secret, moment))
        return f"{door.address}{joint}timestamp={moment}&sign={sign}", content


def signature(secret: str, milliseconds: int) -> str:
    """Base64 of HMAC-SHA256 over both, under the secret; to be encoded once for the address."""
    message = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()

"""A machine that listens: one signed POST for each message, never gathered."""

import hashlib
import hmac

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ground.clock import now
from notices.channels.base import Door, Later, Letter, Never
from notices.channels.robot import RobotChannel, post_json, written

GONE = 410


class Webhook(RobotChannel):
    name = "webhook"
    label = _("通用 Webhook")
    address_hint = "https://hooks.example.com/releaseplan"
    secret_hint = _("用来签名的密钥，至少 16 个字符；接收方用它核对 X-ReleasePlan-Signature。")
    is_secret_needed = True

    def deliver(self, letter: Letter, door: Door) -> None:
        content, moment = body(letter), int(now().timestamp())
        headers = {
            "X-ReleasePlan-Timestamp": str(moment),
            "X-ReleasePlan-Signature": f"sha256={signature(door.secret, moment, content)}",
        }
        _judge(post_json(door.address, content, headers).status)


def body(letter: Letter) -> bytes:
    """The same bytes for the same letter, whenever it is sent."""
    return written(
        {
            "id": letter.message_id.strip("<>"),
            "kind": letter.kind,
            "thread": letter.thread,
            "subject": letter.subject,
            "text": letter.text,
            "url": letter.url,
            "at": letter.written_at.isoformat(timespec="seconds"),
        }
    )


def signature(secret: str, seconds: int, content: bytes) -> str:
    """HMAC-SHA256 over `seconds.content`, in hexadecimal digits."""
    message = b"%d.%s" % (seconds, content)
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _judge(status: int) -> None:
    words = _now("对方回答 HTTP %(status)s。") % {"status": status}
    if status == GONE:
        raise Never(words)
    if not 200 <= status < 300:
        raise Later(words)

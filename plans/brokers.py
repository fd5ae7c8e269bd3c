"""Names that message brokers take and refuse (pure).

Charset, lengths and reserved words: Apache RocketMQ's TopicValidator and Validators,
Kafka's Topic, and the consoles of the clouds that sell them.
"""

import re

from django.utils.translation import gettext as _

ROCKET = re.compile(r"[%|a-zA-Z0-9_-]{1,127}")
KAFKA = re.compile(r"[a-zA-Z0-9._-]{1,249}")
EVERYWHERE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,59}")
GROUP = re.compile(r"[%|a-zA-Z0-9_.-]{1,120}")
GROUP_EVERYWHERE = re.compile(r"GID[_-][A-Za-z0-9_-]{3,60}")
RESERVED = {
    "tbw102", "benchmarktest", "self_test_topic", "offset_moved_event", "schedule_topic_xxxx",
    "schedule_topic_xxxx_v2", "rmq_sys_trans_half_topic", "rmq_sys_trace_topic",
    "rmq_sys_trans_op_half_topic", "trans_check_max_time_topic", ".", "..",
    "__consumer_offsets", "__transaction_state",
}  # fmt: skip
PREFIXES = ("rmq_sys_", "%retry%", "%dlq%", "rocketmq-broker-", "rocketmq-proxy-")
RESERVED_GROUPS = {"default_consumer", "default_producer", "tools_consumer", "self_test_c_group"}
SPLIT = re.compile(r"[,，、;；\n]+")


def names_in(cell: str) -> list[str]:
    """The names of a cell; several stand with commas or in lines."""
    return [name.strip() for name in SPLIT.split(cell) if name.strip()]


def topic_refusal(name: str) -> str:
    """Why no broker takes this topic; empty when one does."""
    low = name.casefold()
    if low in RESERVED or low.startswith(PREFIXES):
        return _("Topic“%(name)s”是消息系统的保留名，请换一个。") % {"name": name}
    if ROCKET.fullmatch(name) or KAFKA.fullmatch(name):
        return ""
    if len(name) > 127:
        return _("Topic“%(name)s”太长，最多 127 个字符。") % {"name": _short(name)}
    return _("Topic“%(name)s”含有消息系统不接受的字符，只能用字母、数字、_ 和 -。") % {
        "name": _short(name)
    }


def group_refusal(name: str) -> str:
    """Why no broker takes this consumer group; empty when one does."""
    low = name.casefold()
    if low in RESERVED_GROUPS or low.startswith(("cid_rmq_sys", *PREFIXES)):
        return _("GID“%(name)s”是消息系统的保留名，请换一个。") % {"name": name}
    if GROUP.fullmatch(name):
        return ""
    if len(name) > 120:
        return _("GID“%(name)s”太长，最多 120 个字符。") % {"name": _short(name)}
    return _("GID“%(name)s”含有消息系统不接受的字符，只能用字母、数字、_ 和 -。") % {
        "name": _short(name)
    }


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"

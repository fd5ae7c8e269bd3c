"""By which ways a row of the 沟通计划 leaves the house: mail, robots in chats, or both (pure)."""

from unicodedata import normalize

MAIL, ROBOTS = "mail", "robots"
_WORDS = {
    MAIL: ("邮件", "邮箱", "mail"),
    ROBOTS: (
        "钉钉", "企微", "企业微信", "微信", "飞书", "群", "机器人", "dingtalk", "wecom", "wechat", "feishu",
        "lark", "chat", "robot", "slack",
    ),
}  # fmt: skip


def ways_of(channel: str) -> frozenset[str]:
    """What the text names; mail when it names nothing that leaves from here (电话, nothing)."""
    words = normalize("NFKC", channel).casefold()
    found = {way for way, known in _WORDS.items() if any(word in words for word in known)}
    return frozenset(found or {MAIL})

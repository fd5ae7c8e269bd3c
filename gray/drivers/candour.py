"""Whether a config centre's values may be told to people who write plans."""

from django.utils.translation import gettext_lazy as _

from gray.connecting import Option, Setup

NOBODY = "nobody"
LIVE = Option(
    "live", _("配置的现值"),
    _("谁都能建计划，也就能在计划里写任何应用的键；这里决定写的时候能不能看到它的现值。"),
    required=False, default="editors",
    choices=(("editors", _("给能改这一行的人看（密钥除外）")), (NOBODY, _("不给看"))),
)  # fmt: skip


def tells(setup: Setup) -> bool:
    """The connection's answer; one that was made before the question tells."""
    return setup[LIVE.name] != NOBODY

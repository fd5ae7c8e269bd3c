"""How much may hang on a plan, and what may not."""

from collections.abc import Callable

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from attachments.kinds import Kind, kind_of, promised
from ground.errors import Invalid
from plans.models import Plan

MEGABYTE = 1024 * 1024


def largest() -> int:
    """Bytes of one file."""
    return settings.ATTACHMENT_MAX_MB * MEGABYTE


def most_of_a_plan() -> int:
    """Bytes of all that hangs on one plan."""
    return settings.ATTACHMENTS_OF_PLAN_MB * MEGABYTE


def require_size(size: int, name: str) -> None:
    if not size:
        raise _refused(_("“%(name)s”是空文件。") % {"name": name})
    if size > largest():
        words = {"name": name, "size": filesizeformat(largest())}
        raise _refused(_("“%(name)s”太大：一个附件最多 %(size)s。") % words)


def require_kind(head: bytes, name: str) -> Kind:
    """The kind that the bytes say; Invalid for an unknown one, or another than the name says."""
    kind, named = kind_of(head), promised(name)
    if kind is None:
        raise _refused(
            _("“%(name)s”的类型不能直接上传：可以传图片、PDF、文本、日志、Office 文档和压缩包；"
              "程序请先打成压缩包，或在制品里写明位置和校验值。") % {"name": name}
        )  # fmt: skip
    if named and named is not kind:
        words = {"name": name, "media": kind.media}
        raise _refused(_("“%(name)s”的内容与后缀不符：内容是 %(media)s，请改对后缀。") % words)
    return kind


def require_room(plan: Plan, size: int, taken: Callable[[Plan], int]) -> None:
    if taken(plan) + size > most_of_a_plan():
        words = {"size": filesizeformat(most_of_a_plan())}
        raise _refused(_("这个计划的附件合计最多 %(size)s，请先删除不需要的。") % words)


def _refused(told: str) -> Invalid:
    return Invalid(told, fields={"file": [told]})

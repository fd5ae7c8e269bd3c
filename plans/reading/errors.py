"""Why a file cannot be read, in one sentence."""

from django.utils.translation import gettext_lazy as _

from ground.errors import Invalid


class Unreadable(Invalid):
    """The file is no document that import understands, or too big for it: 400."""

    code = "unreadable"
    title = _("无法读取这个文件")

"""Giving the bytes to a browser so that they can do nothing there."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attachments.kinds import SHOWN
from attachments.models import Attachment
from attachments.vault import take
from ground.errors import Refusal

ANYTHING = "application/octet-stream"
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'none'"


class Lost(Refusal):
    """The database knows the file, the disk does not: 503."""

    status = 503
    code = "lost"
    title = gettext_lazy("文件不在了")


def serve(
    request: HttpRequest, attachment: Attachment, *, inline: bool = False
) -> HttpResponseBase:
    """The file to be saved; with `inline` a picture may be looked at, anything else is saved.

    What the sender called it is never said: the type comes from the bytes.
    """
    etag = f'"{attachment.sha256}"'
    answer = get_conditional_response(request, etag=etag) or _whole(attachment, inline)
    answer.headers["ETag"] = etag
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _whole(attachment: Attachment, inline: bool) -> HttpResponseBase:
    is_shown = inline and attachment.media in SHOWN
    try:
        file = take(attachment.sha256)
    except FileNotFoundError:
        raise lost(attachment) from None
    answer = FileResponse(file, content_type=attachment.media if is_shown else ANYTHING)
    disposition = content_disposition_header(not is_shown, attachment.name)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    answer.headers["Content-Length"] = str(attachment.size)
    return answer


def lost(attachment: Attachment) -> Lost:
    told = _("“%(name)s”的内容不在服务器的磁盘上，请管理员从备份恢复。")
    return Lost(told % {"name": attachment.name})

"""What Apollo's own refusals mean, and what to do about them."""

import re

from django.utils.translation import gettext_lazy as _

from gray.drivers.asking import Refused, with_words

_KNOWN = (
    (400, "is modified by", _("Apollo 的命名空间被别人锁着，请他发布或撤销后再试。")),
    (400, "published by yourself", _(
        "Apollo 开着命名空间锁，改的人不能自己发布，请在连接里写另一个“发布人”。"
    )),
    (400, "(user|operator).* exist", _(
        "Apollo 不认识连接里的操作人或发布人，请写已有的 Portal 用户。"
    )),
    (401, "", _("Apollo 不认这个令牌（HTTP 401），请管理员在“设置 · 连接”里换成有效的。")),
    (403, "", _(
        "Apollo 没有给这个令牌授权（HTTP 403），请在 Portal 的开放平台里给它这个应用的修改和发布权限；按机器放还要创建命名空间的权限。"
    )),
    (404, "", _("Apollo 里没有这个应用、集群或命名空间（HTTP 404），请核对灰度的“应用”和“命名空间”。")),
    (500, "", _(
        "Apollo 出错了（HTTP 500）；环境名写错时它也这样回答，请核对连接里的 Apollo 环境，其余会自动再试。"
    )),
)  # fmt: skip
"""(status, words of Apollo's message, what we say); the first that fits is said."""


def explained(refusal: Refused) -> Refused:
    """The same refusal in words that help; unknown ones stay as they are."""
    for status, words, sentence in _KNOWN:
        if refusal.status == status and re.search(words, refusal.said, re.IGNORECASE):
            return Refused(with_words(str(sentence), refusal.said), status, refusal.said)
    return refusal

"""Who may say what, and take it back. Whoever reads the plan reads its comments."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from comments.models import Comment, Thread
from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied

EDITABLE_FOR = timedelta(minutes=15)


@policy("comment.edit")
def edit(user: Any, target: tuple[Comment, datetime]) -> Verdict:
    """One's own words, while hardly anybody has read them; `target` is (comment, now)."""
    comment, now = target
    verdict = _own(user, comment)
    if verdict and now > comment.written_at + EDITABLE_FOR:
        return denied(_("发出超过十五分钟的评论不能再改，请另写一条。"))
    return verdict


@policy("comment.delete")
def delete(user: Any, comment: Comment) -> Verdict:
    return _own(user, comment)


@policy("thread.resolve")
def resolve(user: Any, thread: Thread) -> Verdict:
    return can(user, "plan.comment", thread.plan)


def _own(user: Any, comment: Comment) -> Verdict:
    if comment.author_id != user.pk:
        return denied(_("只能改动自己的评论。"))
    if comment.deleted_at:
        return denied(_("这条评论已经删除。"))
    return ALLOWED

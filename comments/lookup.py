"""Finding what a request names, within a plan that the reader may see."""

from django.utils.translation import gettext as _

from comments.models import Comment, Thread
from ground.errors import Hidden
from plans.models import Plan

MOST = 2**63


def find_thread(plan: Plan, pk: int) -> Thread:
    thread = plan.comment_threads.filter(pk=pk).first() if pk < MOST else None
    if thread is None:
        raise Hidden(_("没有这组评论。"))
    thread.plan = plan
    return thread


def find_comment(plan: Plan, pk: int) -> Comment:
    found = Comment.objects.filter(thread__plan=plan).select_related("thread", "author")
    comment = found.filter(pk=pk).first() if pk < MOST else None
    if comment is None:
        raise Hidden(_("没有这条评论。"))
    comment.thread.plan = plan
    return comment

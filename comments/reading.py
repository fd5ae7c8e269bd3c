"""Threads as pages and the interface show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.safestring import SafeString

from comments.models import Comment, Mention, Thread
from comments.places import Place, find_place, places_of
from comments.prose import plain, render
from ground.digest import digest
from ground.policies import can
from ground.verdict import Verdict
from plans.models import Plan

MOST_UNREAD = 100


@dataclass(frozen=True)
class Said:
    """A comment as this person sees it."""

    comment: Comment
    html: SafeString
    may_edit: bool
    may_delete: bool


@dataclass(frozen=True)
class Talk:
    """One place's thread: `thread` is None where nobody has said anything yet."""

    plan: Plan
    place: Place
    thread: Thread | None
    said: list[Said]
    may_comment: Verdict
    is_unread: bool

    @property
    def count(self) -> int:
        return sum(not one.comment.deleted_at for one in self.said)

    @property
    def open_count(self) -> int:
        """The figure on the row: what is resolved asks for nobody's attention."""
        return 0 if self.thread and self.thread.is_resolved else self.count

    @property
    def mark(self) -> str:
        """Changes whenever something here does."""
        moments = [one.comment.changed_at.isoformat() for one in self.said]
        state = self.thread.changed_at.isoformat() if self.thread else ""
        rights = [[one.may_edit, one.may_delete] for one in self.said]
        return digest([moments, state, rights, self.place.label, self.is_unread])[:16]


@dataclass(frozen=True)
class Summary:
    """One line of the list of threads; `last` is its newest comment that stands."""

    thread: Thread
    place: Place
    count: int
    last: Comment | None

    @property
    def words(self) -> str:
        """What was said last, on one line."""
        return plain(self.last.text) if self.last else ""


def talk_at(plan: Plan, key: str, row: int, user: Any, now: datetime) -> Talk:
    """The thread of that place; Hidden when there is no such place."""
    place = find_place(plan, key, row)
    thread = plan.comment_threads.filter(section=key, row=row).select_related("resolved_by").first()
    comments = comments_of(thread) if thread else []
    unread = Mention.objects.filter(comment__thread=thread, person=user, read_at=None)
    return Talk(
        plan, place, thread, [_said(one, user, now) for one in comments],
        can(user, "plan.comment", plan), bool(thread) and unread.exists(),
    )  # fmt: skip


def comments_of(thread: Thread) -> list[Comment]:
    return list(thread.comments.select_related("author").prefetch_related("mentions"))


def summaries(plan: Plan, *, most: int | None = None) -> list[Summary]:
    """The threads of the plan: open ones first, newest first, in a fixed number of queries."""
    standing = Q(comments__deleted_at=None)
    rows = plan.comment_threads.annotate(
        said=Count("comments", filter=standing), last=Max("comments", filter=standing)
    ).order_by("resolved_at", "-changed_at", "-id")
    threads = sorted(rows, key=lambda one: one.is_resolved)[:most]
    last = Comment.objects.select_related("author").in_bulk([one.last for one in threads])
    return [
        Summary(thread, place, thread.said, last.get(thread.last))
        for thread, place in zip(threads, places_of(plan, threads), strict=True)
    ]


def open_counts(plan: Plan) -> dict[str, int]:
    """{place such as "apps:7": comments}, of threads that are not resolved; one query."""
    found = plan.comment_threads.filter(resolved_at=None, comments__deleted_at=None)
    rows = found.order_by().values_list("section", "row").annotate(n=Count("comments"))
    return {f"{key}:{row}": n for key, row, n in rows}


def unread_mentions(user: Any) -> list[Mention]:
    """What was said to this person and not read yet, of plans that they may see; oldest first."""
    seen = Plan.objects.open_to(user)
    found = Mention.objects.filter(person=user, read_at=None, comment__thread__plan__in=seen)
    wanted = found.select_related("comment__author", "comment__thread__plan__owner")
    return list(wanted.order_by("pk")[:MOST_UNREAD])


def names_in(comments: Iterable[Comment]) -> dict[str, int]:
    return {one.said: one.person_id for comment in comments for one in comment.mentions.all()}


def shown(comment: Comment) -> SafeString:
    """Its words as HTML."""
    return render(comment.text, names_in([comment]))


def _said(comment: Comment, user: Any, now: datetime) -> Said:
    return Said(
        comment,
        shown(comment),
        bool(can(user, "comment.edit", (comment, now))),
        bool(can(user, "comment.delete", comment)),
    )

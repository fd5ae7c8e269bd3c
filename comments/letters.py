"""What is mailed about comments: one letter for all that was said in a thread since the last."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.models import Comment, Listener
from comments.places import place_of
from ground.words import labelled
from notices.actions import post
from notices.letters import Written, render

SHOWN, LONGEST = 10, 600
"""Comments in one letter, and letters of each."""


def send(listener: Listener, said: Sequence[Comment]) -> None:
    """Into the outbox, in the thread of the plan; `said` holds at least one comment."""
    plan, person = listener.thread.plan, listener.person
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        written = _write(listener, said, language)
    post(
        key=f"comments:{listener.thread_id}:{person.pk}:{said[-1].pk}:email",
        to=person,
        subject=f"[{plan.number}] {plan.title}",
        text=written.text,
        html=written.html,
        url=f"{settings.BASE_URL}{thread_url(plan.number, listener.thread_id)}",
        kind="comment.mentioned" if _speaking_to(listener, said) else "comment.added",
        thread=plan.chain,
    )


def thread_url(number: str, thread: int) -> str:
    """Where the thread opens by itself."""
    return f"{reverse('comments:list', args=[number])}?thread={thread}"


def _write(listener: Listener, said: Sequence[Comment], language: str) -> Written:
    plan = listener.thread.plan
    alone = said[0] if len(said) == 1 else None
    return render(
        "notice",
        {
            "heading": _heading(listener, said),
            "lines": [] if alone else [_line(one) for one in said[-SHOWN:]],
            "facts": [
                (_("计划"), f"{plan.number} {plan.title}"),
                (_("位置"), place_of(listener.thread).label),
            ],
            "quote": _words(alone) if alone else "",
            "url": f"{settings.BASE_URL}{thread_url(plan.number, listener.thread_id)}",
            "button": _("查看并回复"),
            "foot": _("你参与了这组评论，或被提到。"),
            "chain": plan.chain,
        },
        language,
    )


def _heading(listener: Listener, said: Sequence[Comment]) -> str:
    place = place_of(listener.thread).label
    to_me = _speaking_to(listener, said)
    if to_me:
        return _("%(who)s 在“%(place)s”提到了你") % {"who": to_me[-1].author, "place": place}
    if len(said) == 1:
        return _("%(who)s 评论了“%(place)s”") % {"who": said[0].author, "place": place}
    return _("“%(place)s”有 %(n)s 条新评论") % {"place": place, "n": len(said)}


def _speaking_to(listener: Listener, said: Sequence[Comment]) -> list[Comment]:
    me = listener.person_id
    return [one for one in said if any(mention.person_id == me for mention in one.mentions.all())]


def _line(comment: Comment) -> str:
    return labelled(comment.author, _words(comment))


def _words(comment: Comment) -> str:
    return Truncator(comment.text).chars(LONGEST)

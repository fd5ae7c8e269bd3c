"""Letters about a plan: one for each person, written once for each language, in one thread."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from notices.actions import announce, post
from notices.letters import Written, render
from people.models import User
from plans.grants import grants_of
from plans.models import Plan


@dataclass(frozen=True)
class Draft:
    """What a letter says in one language, opened by its heading; facts are (label, value).

    `aloud` is what groups hear instead of a heading that speaks to one person.
    """

    heading: str
    lines: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    quote: str = ""
    button: str = ""
    aloud: str = ""


@dataclass(frozen=True)
class Calendar:
    """An invitation that goes with a letter: text/calendar and its METHOD."""

    method: str
    text: str


def send(
    plan: Plan,
    people: Iterable[User],
    draft: Callable[[], Draft],
    *,
    key: str,
    kind: str,
    url: str = "",
    ways: Mapping[int, str] | None = None,
    calendars: Mapping[int, Calendar] | None = None,
) -> None:
    """Into the outbox, inside the transaction of what it tells about.

    `key` names what is told: nobody is told the same twice. `draft` is asked once for each
    language, `url` is a path of this site (the plan's page by default), `ways` are paths of
    single people that their letters lead to instead, `calendars` are by person. Whoever may not
    see the plan is told nothing of it, and only an invitation is taken back from them.
    """
    letters: dict[tuple[str, str], Written] = {}
    for person in _readers(plan, people, calendars or {}):
        language = person.language or settings.LANGUAGE_CODE
        way = (ways or {}).get(person.pk, url)
        if (language, way) not in letters:
            letters[language, way] = _write(plan, draft, way, language)
        written = letters[language, way]
        calendar = (calendars or {}).get(person.pk, Calendar("", ""))
        post(
            key=f"{key}:{person.pk}:email",
            to=person,
            subject=subject_of(plan),
            text=written.text,
            html=written.html,
            url=address_of(plan, url),
            kind=kind,
            thread=plan.chain,
            calendar=calendar.text,
            calendar_method=calendar.method,
        )


def _readers(
    plan: Plan, people: Iterable[User], calendars: Mapping[int, Calendar]
) -> Iterator[User]:
    """Those who may see the plan, and those in whose calendar it still stands."""
    is_public, own = plan.visibility == "all", {plan.owner_id, *grants_of(plan)}
    return (one for one in people if is_public or one.pk in own or one.pk in calendars)


def say(plan: Plan, draft: Callable[[], Draft], *, key: str, kind: str, url: str = "") -> int:
    """To the groups and machines that hear of this plan, in the installation's language.

    How many there are; a plan that not everybody may see is told only where somebody asked.
    """
    with translation.override(settings.LANGUAGE_CODE):
        letter = draft()
        said = [letter.aloud or letter.heading, *letter.lines, letter.quote]
        told = announce(
            key=key,
            kind=kind,
            thread=plan.chain,
            subject=subject_of(plan),
            text="\n".join(filter(None, said)),
            url=address_of(plan, url),
            is_public=plan.visibility == "all",
        )
    return len(told)


def address_of(plan: Plan, path: str = "") -> str:
    """Of a page of this site, the plan's by default."""
    return f"{settings.BASE_URL}{path or plan.get_absolute_url()}"


def subject_of(plan: Plan) -> str:
    """The same for every mail of a plan: clients thread by subject too."""
    return f"[{plan.number}] {plan.title}"


def _write(plan: Plan, draft: Callable[[], Draft], url: str, language: str) -> Written:
    with translation.override(language):
        letter = draft()
        context = {
            "heading": letter.heading,
            "lines": [line for line in letter.lines if line],
            "facts": [(_("计划"), f"{plan.number} {plan.title}"), *letter.facts],
            "quote": letter.quote,
            "url": address_of(plan, url),
            "button": letter.button or _("打开计划"),
            "chain": plan.chain,
        }
        return render("notice", context, language)

"""Letters from templates: text and HTML side by side, in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import translation

from ground.journal import head_of

RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
CLASS = re.compile(r'class="([\w -]+)"')
HEAD = 16
"""Signs of the hash that prove as much as all of them, and can be read out."""


@dataclass(frozen=True, slots=True)
class Written:
    """The two bodies of a letter."""

    text: str
    html: str


def render(template: str, context: Mapping[str, Any], language: str = "") -> Written:
    """`mail/<template>.txt` and `.html` in `language`, else in the installation's.

    `mail/notice` suits most letters; it takes `heading`, `lines` (sentences),
    `facts` (pairs of label and value), `quote`, `url`, `button` and `foot`, all optional
    but the heading. The foot of any letter tells the present head of the chain `chain`.
    """
    head = head_of(context["chain"])[:HEAD] if context.get("chain") else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        own = {"site": settings.BASE_URL, "wishes": wishes_url(), "head": head}
        values = {**own, "language": translation.get_language(), **context}
        text = render_to_string(f"mail/{template}.txt", values)
        html = render_to_string(f"mail/{template}.html", values)
    return Written(tidy(text), inline(html))


def wishes_url() -> str:
    """Where people say how they want to hear of what; every mail leads there."""
    return f"{settings.BASE_URL}{reverse('notices:wishes')}"


def tidy(text: str) -> str:
    """At most one empty line in a row, no trailing spaces."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def inline(html: str) -> str:
    """Classes become style attributes, which is all that many mail clients honour."""
    return CLASS.sub(lambda match: f'style="{_style(match[1])}"', html)


def _style(names: str) -> str:
    return "; ".join(filter(None, (_rules().get(name, "") for name in names.split())))


@cache
def _rules() -> dict[str, str]:
    """The declarations of mail/mail.css, which knows single classes only."""
    sheet = get_template("mail/mail.css").render({})
    return {name: " ".join(body.split()).rstrip("; ") for name, body in RULE.findall(sheet)}

"""How somebody likes to see the product; no event, it concerns nobody else."""

from django.conf import settings
from django.utils.translation import gettext as _

from ground.errors import Invalid
from people.models import User
from people.themes import THEMES


def choose_language(person: User, language: str) -> None:
    """Show everything in `language`, a code of settings.LANGUAGES. Raises Invalid."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("没有这种语言。"))
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language


def choose_theme(person: User, theme: str) -> None:
    """Show everything in `theme`: auto, light or dark. Raises Invalid."""
    if theme not in THEMES:
        raise Invalid(_("没有这种外观。"))
    User.objects.filter(pk=person.pk).update(theme=theme)
    person.theme = theme

"""How a rule's times are said: by when, and who is told while it is late."""

from django.utils.translation import gettext as _

from approvals.rules.shape import Rule
from approvals.telling import told_part


def due_in_words(rule: Rule) -> str:
    """By when the gate should be signed; empty without a time."""
    said = []
    if rule.due_after is not None:
        said.append(_("开启后 %(hours)s内") % {"hours": hours_in_words(rule.due_after)})
    if rule.due_before is not None:
        said.append(_("发布窗口前 %(hours)s") % {"hours": hours_in_words(rule.due_before)})
    both = " / ".join(said)
    return _("%(times)s，以早的为准") % {"times": both} if len(said) > 1 else both


def line_in_words(rule: Rule) -> str:
    """Who is told one after the other, ending with the owner."""
    parts = [told_part(part) for part in (*rule.escalates, "owner")]
    return " → ".join(dict.fromkeys(parts))


def hours_in_words(hours: int) -> str:
    """Whole days as days."""
    if hours % 24 == 0 and hours > 24:
        return _("%(n)d 天") % {"n": hours // 24}
    return _("%(n)d 小时") % {"n": hours}

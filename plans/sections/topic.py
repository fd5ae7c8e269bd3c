"""The section `topics`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section


class Topic(TickedRow):
    """A topic this release creates, changes or consumes."""

    section = Section(
        "topics", _("消息队列"), order=430, identity=("topic", "group"), recorders=("ops",)
    )

    name = Line(_("消息种类"), width=140)
    topic = Line(_("Topic"), code=True, width=280)
    group = Line(_("GID"), code=True, width=280)
    note = Prose(_("消费端业务说明"))

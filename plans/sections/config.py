"""The section `configs`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section


class Config(TickedRow):
    """A key in the configuration centre that this release sets."""

    section = Section(
        "configs",
        _("配置项"),
        order=400,
        identity=("application", "environment", "namespace", "key"),
        recorders=("ops",),
    )

    application = Line(_("应用"), code=True, width=150)
    environment = Line(_("环境"), width=80)
    namespace = Line(_("命名空间"), code=True, width=130)
    key = Line(_("配置键"), code=True, width=200)
    value = Prose(_("发布值"), code=True, width=160)
    old_value = Prose(_("原值"), code=True, width=160)
    note = Prose(_("描述"))

"""The section `packages`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Package(PlanRow):
    """A second-party package this release depends on."""

    section = Section("packages", _("二方包依赖"), order=310, identity=("group_id", "artifact_id"))

    group_id = Line(_("groupId"), code=True, width=200)
    artifact_id = Line(_("artifactId"), code=True, width=200)
    version = Line(_("版本"), code=True, width=140)
    note = Line(_("说明"))

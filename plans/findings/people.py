"""People: one who does what two should, and roles that nobody has."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import DeleteRow
from plans.findings.placeholders import is_placeholder
from plans.findings.spots import spots
from plans.tables.cells import Names


@rule
def developer_tests(document: Document, _context: Context) -> Iterator[Finding]:
    split = Names().parse
    for key in ("apps", "changes"):
        for spot in spots(document, key):
            developer, tester = spot.row.get("developer"), spot.row.get("tester")
            both = set(split(developer)) & set(split(tester)) if developer and tester else set()
            if both:
                text = gettext_lazy("%(who)s 既开发又测试，请换一位测试人员。")
                yield spot.warning("tester", "developer-tests", text, who=sorted(both))


@rule
def role_without_person(document: Document, _context: Context) -> Iterator[Finding]:
    """A template's row of a role is one finding, its contact included."""
    for spot in spots(document, "members"):
        row = spot.row
        if not row.get("role") or (row.get("name") and not is_placeholder(str(row["name"]))):
            continue
        fix = DeleteRow(_("删掉这一行"))
        text = gettext_lazy("“%(role)s”还没有人，请填上姓名。")
        if is_placeholder(str(row.get("contact") or "")):
            text = gettext_lazy("“%(role)s”还没有人，联系方式也是占位内容，请填上姓名和联系方式。")
        yield spot.warning("name", "role-without-person", text, fix, role=str(row["role"]))

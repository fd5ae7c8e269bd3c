"""Rows in which one person does what two should."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ground.words import in_row
from plans.document import Document
from plans.findings.finding import WARNING, Context, Finding, rule
from plans.tables.cells import Names


@rule
def developer_tests(document: Document, _context: Context) -> Iterator[Finding]:
    split = Names().parse
    for key in ("apps", "changes"):
        for index, row in enumerate(document.rows(key)):
            both = set(split(row.get("developer") or "")) & set(split(row.get("tester") or ""))
            if both:
                yield Finding(
                    WARNING, "developer-tests",
                    _("%(who)s 既开发又测试，请换一位测试人员。") % {"who": in_row(sorted(both))},
                    key, row.get("id", index), "tester",
                    str(row.get("app") or row.get("summary"))[:80],
                )  # fmt: skip


@rule
def role_without_person(document: Document, _context: Context) -> Iterator[Finding]:
    for index, row in enumerate(document.rows("members")):
        if row.get("role") and not row.get("name"):
            yield Finding(
                WARNING, "role-without-person",
                _("“%(role)s”还没有人，请填上姓名。") % {"role": row["role"]},
                "members", row.get("id", index), "name", str(row["role"]),
            )  # fmt: skip

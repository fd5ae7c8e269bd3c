"""Conditions that want proof: a clean check, ticked items, passed cases, good metrics (pure)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from approvals.rules.filters import FILTERS, filter_label, filter_of
from approvals.rules.readings import by_hand, watched
from approvals.rules.scene import GateScene, Scene
from attachments.evidence import having_evidence
from ground.verdict import ALLOWED, Verdict, denied
from ground.words import in_row

NAMED = 3
"""How many of those that are missing a reason names."""


def check_clean(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    """The plan check has no error, and every warning was accepted."""
    errors, warnings = scene.outside.unclean()
    if errors:
        return denied(_("体检还有 %(n)s 个错误。") % {"n": errors})
    if warnings:
        return denied(_("体检还有 %(n)s 个提醒没有确认。") % {"n": warnings})
    return ALLOWED


def checklist(scene: Scene, _gate: GateScene, group: str) -> Verdict:
    """Every item of the group (of the whole list without one) is done, and shows how."""
    rows = [
        row for row in scene.document.rows("checks") if group in ("", str(row["group"]).strip())
    ]
    words = {"group": group or _("检查清单")}
    if not rows:
        return denied(_("“%(group)s”里还没有检查项，请补上。") % words)
    if left := [row for row in rows if row.get("done") is not True]:
        return denied(
            _("“%(group)s”还有 %(n)s 项没有完成：%(items)s。") % {**words, **_some(left, "item")}
        )
    proven = having_evidence(rows, scene.outside.attached())
    if left := [row for row in rows if row["id"] not in proven]:
        return denied(
            _("“%(group)s”还有 %(n)s 项没有凭据：%(items)s。请附上文件或填写凭据。")
            % {**words, **_some(left, "item")}
        )
    return ALLOWED


def cases_passed(scene: Scene, _gate: GateScene, phase: str) -> Verdict:
    """Every case of that phase has passed, and there is one."""
    where = filter_of(phase) if phase in FILTERS else None
    rows = [row for row in scene.document.rows("cases") if where and where(row)]
    words = {"phase": filter_label(phase) if where else phase}
    if not rows:
        return denied(_("还没有%(phase)s用例，请补上。") % words)
    if left := [row for row in rows if row.get(f"result_{phase}") != "passed"]:
        return denied(
            _("还有 %(n)s 个%(phase)s用例没有通过：%(items)s。") % {**words, **_some(left, "title")}
        )
    return ALLOWED


def apps_verified(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    through = ("verified", "skipped")
    left = [row for row in scene.document.rows("apps") if row.get("state") not in through]
    if not left:
        return ALLOWED
    return denied(_("还没有全部验证通过：%(items)s。") % _some(left, "app"))


def metrics_passing(scene: Scene, gate: GateScene, _argument: str) -> Verdict:
    """No watched metric is known to fail; what nobody has read off yet, the signature asks for."""
    rows = watched(scene.document)
    if not rows:
        return denied(_("“关键指标”里没有目标或门禁，看不出是否达标，请补上。"))
    measured = scene.outside.measured()
    for row in rows:
        verdict = measured[row["id"]] if row["id"] in measured else by_hand(row, gate.record)
        if not verdict:
            return verdict
    return ALLOWED


PROOFS = (check_clean, checklist, cases_passed, apps_verified, metrics_passing)


def _some(rows: Sequence[Any], name: str) -> dict[str, object]:
    """How many they are, and the first few by name."""
    shown = in_row(str(row.get(name) or "…") for row in rows[:NAMED])
    return {"n": len(rows), "items": shown if len(rows) <= NAMED else f"{shown}…"}

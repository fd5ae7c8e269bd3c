"""Conditions by name: small questions to a scene, each no with its reason.

A name may carry an argument after a colon: "signed:submission". An unknown name is
never fulfilled.
"""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from approvals.rules.filters import FILTERS
from approvals.rules.proofs import PROOFS
from approvals.rules.scene import THROUGH, GateScene, Scene
from ground.verdict import ALLOWED, Verdict, denied
from ground.words import in_row
from plans import states

Condition = Callable[[Scene, GateScene, str], Verdict]
_conditions: dict[str, Condition] = {}


def condition(function: Condition) -> Condition:
    """Declare a condition under its function's name."""
    _conditions[function.__name__] = function
    return function


for proof in PROOFS:
    condition(proof)


def ask(names: Iterable[str], scene: Scene, gate: GateScene) -> Verdict:
    """ALLOWED when all hold, else the reason of the first that does not."""
    for text in names:
        name, _colon, argument = text.partition(":")
        found = _conditions.get(name)
        if scene.is_glance and found in PROOFS:
            continue
        verdict = found(scene, gate, argument) if found else denied(_unknown(name))
        if not verdict:
            return verdict
    return ALLOWED


@condition
def signed(scene: Scene, _gate: GateScene, key: str) -> Verdict:
    other = scene.named(key)
    if other and other.state in THROUGH:
        return ALLOWED
    return denied(_("要等“%(gate)s”签完。") % {"gate": other.rule.title if other else key})


@condition
def earlier_signed(scene: Scene, gate: GateScene, _argument: str) -> Verdict:
    waiting = [one.rule.title for one in scene.before(gate) if one.state not in THROUGH]
    if not waiting:
        return ALLOWED
    return denied(_("要等前面的关口签完：%(gates)s。") % {"gates": in_row(waiting)})


@condition
def staging_results(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    is_staging = FILTERS["staging"]
    cases = [row for row in scene.document.rows("cases") if is_staging(row)]
    open_ones = sum(not row.get("result_staging") for row in cases)
    if not open_ones:
        return ALLOWED
    return denied(_("还有 %(n)s 个预发用例没有结果。") % {"n": open_ones})


@condition
def has_sql(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    return ALLOWED if scene.document.rows("sql_changes") else denied(_("没有数据库变更。"))


@condition
def apps_deployed(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    through = ("deployed", "verified", "skipped")
    apps = [row["app"] for row in scene.document.rows("apps") if row["state"] not in through]
    if not apps:
        return ALLOWED
    return denied(_("还没有全部发布：%(apps)s。") % {"apps": in_row(apps[:5])})


@condition
def ramps_over(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    if scene.status == states.OBSERVING:
        return ALLOWED
    return denied(_("灰度还没有走完，走完之后才能签。"))


@condition
def observation_over(scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    if scene.status != states.OBSERVING or scene.observed_until is None:
        return denied(_("还没有进入观察。"))
    if scene.now < scene.observed_until:
        return denied(_("还在观察期内。"))
    return ALLOWED


@condition
def asked(_scene: Scene, gate: GateScene, _argument: str) -> Verdict:
    return ALLOWED if gate.clearance else denied(_("灰度还没有走到这一段。"))


@condition
def never(_scene: Scene, _gate: GateScene, _argument: str) -> Verdict:
    return denied(_("现在的流程里没有这个关口。"))


def _unknown(name: str) -> str:
    return _("模板里的条件“%(name)s”不存在，请修改模板。") % {"name": name}

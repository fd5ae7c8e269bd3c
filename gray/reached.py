"""Stages that a ramp has reached stay where they are; those to come may change."""

from django.utils.translation import gettext as _

from gray.begun import begun_runs
from gray.situation import stages_of
from ground.errors import WrongState
from plans.models import Plan


def require_order(plan: Plan) -> None:
    """Raise WrongState when as many stages as before do not stand before the one reached."""
    for run in begun_runs(plan):
        places = [stage.pk for stage in stages_of(run.ramp, plan)] if run.stage_id else []
        if run.stage_id in places and places.index(run.stage_id) != run.index:
            words = {"name": run.ramp.name or run.flag, "n": run.index + 1}
            raise WrongState(
                _(
                    "灰度“%(name)s”已经放到第 %(n)s 阶段，不能在它之前增删阶段或调换顺序；"
                    "请加在后面，或先关闭流量。"
                )
                % words
            )

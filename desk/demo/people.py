"""The people of the demo, and the times in which they may change production."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from calendars.actions import save
from calendars.models import ChangeWindow, Freeze
from people.actions.accounts import create_demo_person
from people.demo import PASSWORD
from people.models import User

People = dict[str, User]


def make_people() -> People:
    """The accounts by user name; those that exist stay as they are."""
    roles = {"guchen": ["dba"], "muchuan": ["ops"]}
    return {
        name: create_demo_person(
            name,
            display_name=called,
            demo=part,
            password=PASSWORD,
            roles=roles.get(name, []),
            is_administrator=name == "guanli",
        )
        for name, called, part in _cast()
    }


def _cast() -> list[tuple[str, str, str]]:
    return [
        ("linqiao", "林乔", _("项目负责人：填计划、提交、决定回滚")),
        ("zhouye", "周野", _("开发负责人：签提测和上线评审")),
        ("hewan", "何晚", _("前端开发")),
        ("suqing", "苏青", _("测试负责人：签测试关口、验证应用")),
        ("tangli", "唐栗", _("测试：验证应用")),
        ("guchen", "顾沉", _("DBA：签数据库、执行 SQL")),
        ("muchuan", "穆川", _("运维：发布应用、推进灰度")),
        ("shenxi", "沈希", _("产品：签上线评审和线上验证")),
        ("guanli", "管理员", _("系统管理员：管账号和日历，不能代签")),
    ]


def make_times(people: People, now: datetime) -> None:
    """The installation's change windows and a freeze ahead, once."""
    if not ChangeWindow.objects.exists():
        for days, start, end, note in (
            ([1, 2, 3, 4, 5], time(14), time(18), _("工作日下午")),
            ([2, 4], time(20), time(1), _("周二、周四晚间")),
        ):
            window = ChangeWindow(days=days, start=start, end=end, note=note)
            save(window, by=people["guanli"])
    if not Freeze.objects.exists():
        begins = now + timedelta(days=9)
        freeze = Freeze(start=begins, end=begins + timedelta(days=3), reason=_("大促"))
        save(freeze, by=people["guanli"])

"""What is mailed about overrides: a request to those who decide, the rest to the whole plan."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ground.models import Event
from ground.policies import can
from ground.words import in_row
from people.models import User
from plans.grants import everyone
from plans.letters import Draft, say, send
from plans.models import Override


def asked(override: Override, event: Event) -> None:
    """Somebody wants closed times to be opened: to those who can confirm it."""

    def draft() -> Draft:
        words = {"who": override.asked_by.called, "n": override.minutes}
        return Draft(
            heading=_("%(who)s 申请紧急放行 %(n)s 分钟，等你确认") % words,
            aloud=_("%(who)s 申请紧急放行 %(n)s 分钟，等第二个人确认") % words,
            lines=[
                _("确认之后，变更窗口和封网暂不限制这个计划；签字、依赖和开关不一致照样会拦。"),
                _("请看清原因再确认，不同意可以驳回。"),
            ],
            facts=[(_("确认期限"), _local(override))],
            quote=override.reason,
            button=_("查看并决定"),
        )

    people = [one for one in everyone(override.plan) if can(one, "override.decide", override)]
    _tell(override, event, people, draft)


def begun(override: Override, event: Event) -> None:
    """Windows and freezes do not bind for a while: everybody of the plan hears of it."""

    def draft() -> Draft:
        words = {"names": override.by_line, "until": _local(override)}
        facts = [(_("时长"), _("%(n)s 分钟") % {"n": override.minutes})]
        if event.data["freezes"]:
            facts.append((_("放开的封网"), in_row(event.data["freezes"])))
        return Draft(
            heading=_("紧急放行到 %(until)s：%(names)s") % words,
            lines=[_("这段时间里变更窗口和封网不限制这个计划；到时自动恢复，也可以提前结束。")],
            facts=facts,
            quote=override.reason,
        )

    _tell(override, event, everyone(override.plan), draft)


def closed(override: Override, event: Event) -> None:
    """It is over, or was never confirmed: then only whoever asked hears of it."""

    def draft() -> Draft:
        return Draft(heading=_heading(event), lines=[], quote=event.reason)

    people = everyone(override.plan) if override.begins_at else [override.asked_by]
    _tell(override, event, people, draft)


def _heading(event: Event) -> str:
    words = {"who": event.who, "what": event.sentence}
    return _("%(who)s %(what)s") % words if event.actor_id else event.sentence


def _tell(override: Override, event: Event, people: list[User], draft: Callable[[], Draft]) -> None:
    key = f"{event.chain}#{event.position}"
    send(override.plan, people, draft, key=key, kind=event.kind)
    say(override.plan, draft, key=key, kind=event.kind)


def _local(override: Override) -> str:
    return override.until.astimezone(override.plan.zone).strftime("%Y-%m-%d %H:%M")

"""A small installation with one of everything, made once for a module of tests."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import get_default_timezone, localtime

from applications.actions import add, add_alias
from approvals.actions import sign, submit
from approvals.links import hashed
from approvals.models import Gate, SignLink, Waiver
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.settling import settle
from attachments.actions import attach
from calendars.models import ChangeWindow
from comments.actions import add_comment
from desk.models import DONE, Rendering
from gray.actions import add_connection, create_key, create_ramp
from gray.runs import Run
from ground.actions import allow_host
from ground.clock import now
from ground.journal import head_of
from notices.actions import add_robot
from notices.models import Message
from people.actions import create_token, delegate
from people.models import User
from plans.actions import add_note, add_rows, create_plan, seal
from plans.actions.importing import keep_upload
from plans.models import Override, Plan
from plans.tables.registry import section
from search.actions import save_view
from tests.conftest import MEMBERS, NAMES

SCOPES = ("read", "write", "deploy", "ramp")
ELSEWHERE = "密室搬迁"
"""A word that stands in the title of the hidden plan and nowhere else."""

APPS = [
    {"batch": 1, "app": "coin-center", "deployer": "欧力"},
    {"batch": 2, "app": "trade-web", "depends_on": ["coin-center"]},
]
STEPS = [{"phase": "发布", "action": "发布", "owner": "欧力"}]


@dataclass
class Furnished:
    """A plan with one of everything, and the ids of it all."""

    plan: Plan
    ids: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """`open` is everybody's to read, `hidden` its members' only; eve is in neither."""

    people: SimpleNamespace
    tokens: dict[str, str]
    open: Furnished
    hidden: Furnished


def build() -> World:
    """Call inside a transaction that is rolled back afterwards."""
    people = SimpleNamespace(**{name: _person(name, called) for name, called in NAMES.items()})
    tokens = {scope: _token(people.ann, [scope]) for scope in SCOPES}
    tokens["all"] = _token(people.ann, SCOPES)
    tokens["eve"] = _token(people.eve, SCOPES)
    shared = _of_the_house(people)
    return World(
        people,
        tokens,
        _furnish(people, shared, "下单返豆联合发布", "coin.refund", "all"),
        _furnish(people, shared, ELSEWHERE, "vault.move", "members"),
    )


def _person(name: str, called: str) -> User:
    is_administrator = name == "adm"
    return User.objects.create_user(
        name, email=f"{name}@example.test", password=f"pass-{name}", display_name=called,
        is_staff=is_administrator, is_superuser=is_administrator,
    )  # fmt: skip


def _token(owner: User, scopes: Any) -> str:
    return create_token(owner, by=owner, name="测试", scopes=scopes, expires_at=None)[1]


def _of_the_house(people: SimpleNamespace) -> dict[str, Any]:
    window = ChangeWindow.objects.create(start="00:00", end="23:59", note="全天")
    key, _text = create_key(by=people.adm, environment="prod", name="order-service")
    token = people.ann.tokens.first()
    application = add(by=people.adm, name="order-service")
    alias = add_alias(application, by=people.adm, name="order-center")
    robot = add_robot(
        kind="dingtalk", name="发布群", address="https://127.0.0.1/robot?access_token=x", by=people.adm
    )  # fmt: skip
    host = allow_host("hook.corp", by=people.adm)
    connection = add_connection(
        kind="unleash", name="生产 Unleash", environment="prod", by=people.adm,
        values={"address": "https://unleash.corp.example", "token": "user:x", "project": "default",
                "place": "production"},
    )  # fmt: skip
    today = localtime(now(), get_default_timezone()).date()
    delegation = delegate(people.ann, by=people.ann, taker=people.adm, first=today, last=today)
    view = save_view(by=people.ann, name="我负责的", query="scope=owned")
    return {"delegation": delegation.pk, "view": view.pk, "window": window.pk, "key": key.pk, "token": token.pk, "person": people.rob.pk,
            "application": application.pk, "alias": alias.pk, "robot": robot.pk, "host": host.pk,
            "connection": connection.pk}  # fmt: skip


def _furnish(
    people: SimpleNamespace, shared: dict[str, Any], title: str, flag: str, visibility: str
) -> Furnished:
    plan = create_plan(by=people.ann, title=title, visibility=visibility)
    add_rows(plan, "members", by=people.ann, rows=MEMBERS)
    apps = add_rows(plan, "apps", by=people.ann, rows=APPS)
    steps = add_rows(plan, "steps", by=people.ann, rows=STEPS)
    note = add_note(plan, by=people.ann, heading=["背景"], text="**为什么**")
    ramp = create_ramp(plan, by=people.ann, values={"name": title, "flag": flag})
    plan.refresh_from_db()
    seal(plan, by=people.ann, reason="第一版")
    plan = submit(plan, by=people.ann, reason="提醒都看过")
    gate = Gate.objects.get(plan=plan, key="submission")
    signoff = _signed(plan, gate, people.dev)
    waiver = Waiver.objects.create(
        gate=gate, reason="没有人能签", asked_by=people.oli, asked_at=now()
    )
    override = Override.objects.create(
        plan=plan, reason="等不到窗口", minutes=30, asked_by=people.oli, asked_at=now(), until=now()
    )
    SignLink.objects.get_or_create(token=hashed("x"), defaults={
        "gate": gate, "person": people.ann, "digest": "", "made_at": now(), "expires_at": now(),
    })  # fmt: skip
    words = "@罗博 看一下"
    comment = add_comment(plan, by=people.ann, section="apps", row=apps[0].pk, text=words)
    file = SimpleUploadedFile("result.txt", f"{title} 执行结果".encode())
    attachment = attach(plan, by=people.ann, section="apps", row=apps[0].pk, file=file)
    Run.objects.create(plan=plan, ramp=ramp, flag=flag, state="held", share=100, started_at=now())
    message = Message.objects.filter(thread=plan.chain).first()
    assert message
    return Furnished(
        plan,
        {
            **shared, "number": plan.number, "apps": apps[0].pk, "steps": steps[0].pk,
            "note": note.pk, "gate": gate.pk, "signoff": signoff, "waiver": waiver.pk, "override": override.pk, "ramp": ramp.pk,
            "attachment": attachment.pk, "comment": comment.pk, "thread": comment.thread_id,
            "upload": _upload(plan, people.ann), "rendering": _rendering(plan, people.ann), "message": message.pk,
            "stage": section("stages").rows(plan).first().pk,
        },
    )  # fmt: skip


def _signed(plan: Plan, gate: Gate, by: User) -> int:
    scene = settle(look(plan, now())).scene
    here = scene.gate(gate.pk)
    gate.plan = plan
    digest = signed_digest(here.key, here.covered)
    return sign(gate, by=by, decision="approve", digest=digest).pk


def _upload(plan: Plan, by: User) -> str:
    words = "## 发布应用\n\n| 批次 | 应用 |\n|---|---|\n| 3 | late-app |\n"
    return str(keep_upload(by=by, name="v2.md", data=words.encode(), plan=plan).key)


def _rendering(plan: Plan, by: User) -> int:
    made = Rendering(
        plan=plan, kind="pdf", language="zh-hans", head=head_of(plan.chain), state=DONE,
        asked_by=by, asked_at=now(),
    )  # fmt: skip
    made.file.save(f"{plan.number}.pdf", ContentFile(b"%PDF-1.7"), save=False)
    made.save()
    return made.pk

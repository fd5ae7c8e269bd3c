"""The list grows with what plans say, and with nothing else."""

from io import StringIO
from types import SimpleNamespace
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application, Mention
from plans import states
from plans.actions import add_rows, change_plan, copy_plan, create_plan, delete_rows, save_row
from plans.actions.cataloguing import catalogue
from plans.document import PLAN, load
from plans.models import Plan
from tests.applications.conftest import Release, known, the


def test_every_cell_that_names_an_application_counts(cast: SimpleNamespace) -> None:
    plan = create_plan(by=cast.ann, title="联合发布")
    rows: dict[str, dict[str, Any]] = {
        "apps": {"app": "coin-center", "depends_on": ["user-center", "外部:bank"]},
        "changes": {"summary": "下单返豆", "apps": ["trade-web", "coin-center"]},
        "configs": {"application": "order-service", "key": "a.b"},
        "switches": {"application": "pay-gateway", "key": "a.b"},
        "ramps": {"name": "返豆", "application": "promo-web"},
    }
    for key, row in rows.items():
        add_rows(plan, key, by=cast.ann, rows=[row])
    assert known() == {
        "coin-center", "trade-web", "order-service", "pay-gateway", "promo-web",
    }  # fmt: skip


def test_what_is_only_waited_for_is_no_application(cast: SimpleNamespace, release: Release) -> None:
    release("points-center", title="积分")
    plan = create_plan(by=cast.ann, title="联合发布")
    add_rows(plan, "apps", by=cast.ann, rows=[
        {"app": "trade-web", "depends_on": ["points-centre", "trade-wed", "user-api"]},
    ])  # fmt: skip
    assert known() == {"points-center", "trade-web"}
    waited = Mention.objects.filter(subject=plan.pk, part="apps.depends_on")
    assert waited.filter(fold="user-api").exists()
    release("user-api", title="用户")
    assert known() == {"points-center", "trade-web", "user-api"}


def test_an_import_fills_it_too(cast: SimpleNamespace) -> None:
    draft = SimpleNamespace(
        plan={}, notes=[], source="a.md", sections={"apps": [{"app": "coin-center", "batch": 1}]}
    )
    create_plan(by=cast.ann, title="导入", draft=draft)
    assert known() == {"coin-center"}


def test_placeholders_refusals_and_prose_do_not_come_in(release: Release) -> None:
    release("应用名-01", "无", "全部应用", "先发 A，再发 B", "coin-center")
    assert known() == {"coin-center"}


def test_one_application_however_it_is_written(release: Release) -> None:
    release("Coin-Center")
    release("coin-center", "ＣＯＩＮ-CENTER ")
    assert known() == {"Coin-Center"}


def test_a_template_names_nothing(plan: Plan, cast: SimpleNamespace) -> None:
    Application.objects.all().delete()
    Mention.objects.all().delete()
    plan.status = states.TEMPLATE
    catalogue(plan, ["apps"])
    assert not known() and not Mention.objects.exists()


def test_a_plan_for_members_adds_no_name_until_everybody_may_see_it(
    release: Release, cast: SimpleNamespace
) -> None:
    plan = release("vault-service", visibility="members")
    assert not known()
    change_plan(plan, by=cast.ann, version=plan.version_lock, values={"visibility": "all"})
    assert known() == {"vault-service"}


def test_a_name_that_was_taken_out_is_no_longer_mentioned(
    release: Release, cast: SimpleNamespace
) -> None:
    plan = release("coin-center", "trade-web")
    row = plan.plans_app_rows.get(app="coin-center")
    save_row(row, by=cast.ann, version=row.row_version, values={"app": "coin-core"})
    folds = set(Mention.objects.filter(subject=plan.pk).values_list("fold", flat=True))
    assert folds == {"coin-core", "trade-web"}
    gone = plan.plans_app_rows.get(app="trade-web")
    delete_rows(plan, "apps", by=cast.ann, ids=[gone.pk])
    assert not Mention.objects.filter(fold="trade-web").exists()
    assert "trade-web" in known(), "the list forgets nobody"


def test_a_copy_mentions_what_it_copied(release: Release, cast: SimpleNamespace) -> None:
    plan = release("coin-center")
    copy = copy_plan(plan, by=cast.ann, document=load(plan))
    assert Mention.objects.filter(subject=copy.pk, fold="coin-center").exists()


def test_the_team_is_what_the_rows_agree_on(cast: SimpleNamespace) -> None:
    plan = create_plan(by=cast.ann, title="联合发布")
    add_rows(plan, "apps", by=cast.ann, rows=[
        {"app": "coin-center", "domain": "返豆"}, {"app": "trade-web", "domain": "交易"},
        {"app": "trade-web", "domain": "导购"},
    ])  # fmt: skip
    assert (the("coin-center").team, the("trade-web").team) == ("返豆", "")


def test_nobody_s_word_is_overwritten(cast: SimpleNamespace, release: Release) -> None:
    release("coin-center")
    Application.objects.update(team="资产", changed_at="2026-11-20T00:00:00Z")
    plan = create_plan(by=cast.ann, title="另一个")
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": "coin-center", "domain": "返豆"}])
    assert the("coin-center").team == "资产"


def test_of_two_spellings_in_one_plan_the_same_one_always_stays(release: Release) -> None:
    release("coin-center", "COIN-CENTER", "Coin-Center")
    assert known() == {"COIN-CENTER"}


def test_it_costs_a_handful_of_queries_however_many_names(cast: SimpleNamespace) -> None:
    plan = create_plan(by=cast.ann, title="大计划")
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": f"service-{n}"} for n in range(120)])
    with CaptureQueriesContext(
        connection,
    ) as unchanged:
        catalogue(plan, ["apps"])
    assert len(unchanged) <= 6, [query["sql"][:120] for query in unchanged]
    Application.objects.all().delete()
    Mention.objects.all().delete()
    with CaptureQueriesContext(connection) as everything:
        catalogue(plan, ["apps"])
    assert len(everything) <= 10
    with CaptureQueriesContext(connection) as all_sections:
        catalogue(plan, [PLAN])
    assert len(all_sections) <= 9


def test_the_command_reads_plans_of_before(release: Release) -> None:
    release("coin-center", "trade-web")
    Application.objects.all().delete()
    Mention.objects.all().delete()
    call_command("catch_up", stdout=StringIO())
    assert known() == {"coin-center", "trade-web"}
    assert Mention.objects.count() == 2

"""What may hang where, by whom, how large, and what the log says of it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from attachments.actions import attach, remove, sweep
from attachments.evidence import having_evidence, rows_with_evidence
from attachments.models import Attachment
from attachments.vault import FRESH, keep, path_of, take
from ground.clock import now
from ground.errors import Denied, Hidden, Invalid, WrongState
from ground.journal import verify
from ground.models import Event
from plans.actions import add_rows, copy_plan, delete_rows, record_progress, save_as_template
from plans.document import load, whole_digest
from plans.models import Plan
from plans.tables.registry import section
from tests.attachments.conftest import LOG, MD5, PNG, SHA256, Hang


def test_bytes_and_digests_are_kept_and_logged(plan: Plan, hang: Hang, check: Any) -> None:
    made = hang(note=" 昨晚 的备份 ")
    assert (made.sha256, made.md5, made.size, made.media) == (SHA256, MD5, len(LOG), "text/plain")
    assert made.note == "昨晚 的备份"
    with take(SHA256) as file:
        assert file.read() == LOG
    event = Event.objects.filter(chain=plan.chain).latest("position")
    assert event.kind == "attachment.added" and event.data["sha256"] == SHA256
    assert event.data["place"] == f"checks:{check.pk}" and "备份.log" in event.sentence
    assert verify(plan.chain) is None


def test_the_same_bytes_lie_on_the_disk_once(hang: Hang, media: Any, check: Any) -> None:
    hang()
    hang(section="checks", row=0)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1
    with pytest.raises(WrongState, match="已经在这里"):
        hang(name="又一次.log")


def test_it_is_progress_and_changes_no_digest(plan: Plan, hang: Hang) -> None:
    before = whole_digest(load(plan))
    remove(hang(), by=plan.owner, reason="传错了")
    hang(PNG, "截图.png")
    assert whole_digest(load(Plan.objects.get(pk=plan.pk))) == before


@pytest.mark.parametrize("name", ["ann", "dev", "rob", "dan", "oli", "pia"])
def test_whoever_may_tick_may_prove_it(hang: Hang, cast: SimpleNamespace, name: str) -> None:
    assert hang(by=getattr(cast, name)).added_by.username == name


def test_others_may_not(hang: Hang, plan: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(Denied, match="发布人员"):
        hang(by=cast.eve)
    with pytest.raises(Denied, match="发布人员"):
        hang(by=cast.eve, section="plan", row=0)
    assert not Attachment.objects.exists()


def test_evidence_of_sql_is_the_dbas_and_the_owners(
    hang: Hang, plan: Plan, cast: SimpleNamespace
) -> None:
    row = add_rows(plan, "sql_changes", by=cast.dev, rows=[{"statement": "SELECT 1"}])[0]
    with pytest.raises(Denied, match="DBA"):
        hang(by=cast.rob, section="sql_changes", row=row.pk)
    assert hang(by=cast.dan, section="sql_changes", row=row.pk)
    assert hang(PNG, "a.png", by=cast.rob, section="sql_changes", row=0), "on the section: plain"


def test_there_must_be_such_a_place(
    hang: Hang, plan: Plan, cast: SimpleNamespace, check: Any
) -> None:
    for key, row in (("nothing", 0), ("checks", 999_999), ("plan", 3), ("checks", 2**70)):
        with pytest.raises(Hidden):
            hang(section=key, row=row)
    made = hang()
    delete_rows(plan, "checks", by=cast.dev, ids=[check.pk])
    with pytest.raises(Denied, match="已经删除"):
        hang(PNG, "b.png")
    made.refresh_from_db()
    assert made.title == "发布前 · 备份完成"


def test_templates_have_none_and_copies_take_none(
    hang: Hang, plan: Plan, cast: SimpleNamespace
) -> None:
    hang()
    template = save_as_template(plan, by=cast.ann, title="模板")
    copy = copy_plan(plan, by=cast.ann, title="又一次")
    assert not template.attachments.exists() and not copy.attachments.exists()
    with pytest.raises(Denied, match="模板不带附件"):
        attach(template, by=cast.ann, section="plan", file=SimpleUploadedFile("a.txt", b"a"))


def test_what_is_too_large_is_refused_before_it_is_kept(
    hang: Hang, settings: Any, media: Any
) -> None:
    settings.ATTACHMENT_MAX_MB = 1
    with pytest.raises(Invalid, match="太大"):
        hang(b"a" * (1024 * 1024 + 1))
    with pytest.raises(Invalid, match="空文件"):
        hang(b"")
    assert not media.exists()
    settings.ATTACHMENTS_OF_PLAN_MB = 1
    hang(b"a" * 700_000)
    with pytest.raises(Invalid, match="合计最多"):
        hang(b"b" * 700_000)


def test_removing_needs_a_reason_and_keeps_the_history(
    hang: Hang, plan: Plan, cast: SimpleNamespace
) -> None:
    made = hang(by=cast.rob)
    with pytest.raises(Invalid, match="原因"):
        remove(made, by=cast.rob, reason=" ")
    with pytest.raises(Denied, match="上传的人"):
        remove(made, by=cast.dev, reason="不要了")
    gone = remove(made, by=cast.rob, reason="传错了")
    assert (gone.removed_by, gone.removed_why) == (cast.rob, "传错了")
    event = Event.objects.filter(chain=plan.chain).latest("position")
    assert (event.kind, event.reason, event.data["sha256"]) == (
        "attachment.removed", "传错了", SHA256,
    )  # fmt: skip
    assert path_of(SHA256).exists(), "the log names these bytes"
    with pytest.raises(Denied, match="已经删除"):
        remove(made, by=cast.ann, reason="再删")
    assert hang(), "the same file may come again"


def test_nothing_is_removed_after_the_end(hang: Hang, plan: Plan, cast: SimpleNamespace) -> None:
    made, plain = hang(), hang(section="plan", row=0)
    Plan.objects.filter(pk=plan.pk).update(status="done")
    for one in (made, plain):
        with pytest.raises(Denied, match="留作凭据"):
            remove(one, by=cast.ann, reason="清理")
    with pytest.raises(Denied, match="已经结束"):
        hang(PNG, "late.png")
    assert hang(PNG, "late.png", section="plan", row=0), "a report may still come"


def test_rows_with_evidence_are_those_with_a_file_or_words(
    hang: Hang, plan: Plan, cast: SimpleNamespace, check: Any
) -> None:
    told, bare = add_rows(
        plan, "checks", by=cast.ann, rows=[{"item": "写了的"}, {"item": "没有的"}]
    )
    record_progress(told, by=cast.rob, values={"evidence": "单号 7"})
    record_progress(bare, by=cast.rob, values={"evidence": "  "})
    assert rows_with_evidence(plan, "checks") == {told.pk}
    made = hang()
    assert rows_with_evidence(plan, "checks") == {check.pk, told.pk}
    remove(made, by=cast.rob, reason="不是它")
    assert rows_with_evidence(plan, "checks") == {told.pk}
    rows = [row.as_json() for row in section("checks").rows(plan)]
    assert having_evidence(rows, {bare.pk}) == {told.pk, bare.pk}


def test_the_command_tells_what_the_disk_lost_or_changed(hang: Hang, capsys: Any) -> None:
    hang()
    call_command("sweep_attachments")
    assert "as it was uploaded" in capsys.readouterr().out
    path_of(SHA256).chmod(0o600)
    path_of(SHA256).write_bytes(b"rot")
    with pytest.raises(CommandError, match="1 attachments"):
        call_command("sweep_attachments")
    path_of(SHA256).unlink()
    with pytest.raises(CommandError, match="1 attachments"):
        call_command("sweep_attachments")
    assert "备份.log" in capsys.readouterr().err


def test_sweeping_frees_what_no_row_names(hang: Hang, media: Any) -> None:
    remove(hang(), by=hang(PNG, "x.png").added_by, reason="错")
    orphan = keep([b"broken off"]).sha256
    assert sweep(now()) == [], "it may belong to an upload that is going on"
    assert sweep(now() + FRESH * 2) == [orphan]
    assert path_of(SHA256).exists() and not path_of(orphan).exists()

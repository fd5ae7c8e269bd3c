"""A file beside the checksum that its row gives: on the page, in the check, in the print."""

from types import SimpleNamespace
from typing import Any

import pytest

from desk.exports.pdf.chapters import chapters
from ground.clock import now
from plans.actions import add_rows, record_progress, save_row
from plans.checks import findings_of
from plans.document import load
from plans.models import Plan
from tests.attachments.conftest import MD5, PNG, SHA256, Hang


@pytest.fixture
def artifact(plan: Plan, cast: SimpleNamespace) -> Any:
    rows = [{"name": "变更.sql", "checksum": MD5}]
    return add_rows(plan, "artifacts", by=cast.ann, rows=rows)[0]


def told(plan: Plan) -> list[str]:
    found = findings_of(Plan.objects.get(pk=plan.pk), now())
    return [one.message for one in found if one.code == "checksum-differs"]


def test_a_file_with_the_checksum_is_said_to_fit(
    plan: Plan, hang: Hang, artifact: Any, ann: Any, cast: SimpleNamespace
) -> None:
    hang(by=cast.ann, section="artifacts", row=artifact.pk)
    html = ann.get(f"/plans/{plan.number}/attachments/at/artifacts/{artifact.pk}/").content.decode()
    assert "校验值一致" in html and SHA256 in html
    assert not told(plan)


def test_another_file_is_a_finding_until_one_fits(
    plan: Plan, hang: Hang, artifact: Any, ann: Any, cast: SimpleNamespace
) -> None:
    hang(PNG, "错.png", by=cast.ann, section="artifacts", row=artifact.pk)
    html = ann.get(f"/plans/{plan.number}/attachments/").content.decode()
    assert "校验值不一致" in html
    [words] = told(plan)
    assert "错.png" in words and "校验值" in words
    hang(by=cast.ann, section="artifacts", row=artifact.pk)
    assert not told(plan)


def test_the_checksum_may_be_corrected_instead(
    plan: Plan, hang: Hang, artifact: Any, cast: SimpleNamespace
) -> None:
    made = hang(PNG, "错.png", by=cast.ann, section="artifacts", row=artifact.pk)
    assert told(plan)
    save_row(artifact, by=cast.ann, values={"checksum": made.sha256}, version=artifact.row_version)
    assert not told(plan)


def test_evidence_that_names_a_checksum_counts_too(
    plan: Plan, hang: Hang, check: Any, cast: SimpleNamespace
) -> None:
    hang()
    record_progress(check, by=cast.rob, values={"evidence": f"已备份，MD5: {'0' * 32}"})
    assert told(plan)
    record_progress(check, by=cast.rob, values={"evidence": f"已备份，MD5: {MD5}"})
    assert not told(plan)


def test_the_printed_plan_lists_files_with_their_hash(plan: Plan, hang: Hang) -> None:
    hang(note="备份的输出")
    [chapter] = [
        one for one in chapters(plan, load(plan), now())
        if one.template == "attachments/document/chapter.html"
    ]  # fmt: skip
    assert [one.attachment.sha256 for one in chapter.context["attachments"]] == [SHA256]


def test_a_plan_without_files_prints_no_list(plan: Plan) -> None:
    titles = [one.template for one in chapters(plan, load(plan), now())]
    assert "attachments/document/chapter.html" not in titles

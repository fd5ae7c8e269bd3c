"""The main job in a real browser, from a document to 100 % of traffic and a PDF.

One embedded installation, a real SMTP server, the clock of the product, and the stock
OpenFeature client. Every step is somebody's taps; nothing reaches into the database.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.house import Crowd, House
from tests.journey.job import (
    Job,
    deploy,
    finish,
    import_document,
    mend,
    refused,
    shares,
    sign,
    submit,
    wait_for_state,
)
from tests.journey.proof import identities, mails_of, read_pdf
from tests.journey.script import SCRIPT
from tests.processes import Processes, wait_for
from tests.servers import Mailbox

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture
def house(embedded: Processes, mailbox: Mailbox) -> Iterator[House]:
    embedded.env["EMAIL_URL"] = mailbox.url
    made = House(embedded, SCRIPT)
    made.open()
    yield made


@pytest.fixture
def job(house: House, browser: Browser, tmp_path: Path) -> Iterator[Job]:
    made = Job(house, browser)
    yield made
    for name, page in made.pages.items():
        page.screenshot(path=str(tmp_path / f"{name}.png"))
        page.context.close()


def test_from_a_document_to_everybody(job: Job, mailbox: Mailbox) -> None:
    script = job.script
    key = job.house.invite()
    crowd = Crowd(job.house, key)

    import_document(job)
    mend(job)
    submit(job)

    refused(job, script.pm, "提测", "提交")
    sign(job, script.lead, "提测")
    sign(job, script.tester, "测试通过")
    sign(job, script.tester, "预发验收")
    for person in (script.lead, script.tester, script.ops, script.product):
        sign(job, person, "上线评审")
    page = job.go(script.ops, "board/")
    page.get_by_role("button", name="开始发布").first.click()
    expect(page.locator("#board, .head").first).to_contain_text("发布中")

    late = page.locator(".app", has=page.get_by_text(script.late, exact=True)).first
    expect(late).to_contain_text("还没有验证通过")
    deploy(job)

    seen = shares(job, crowd)
    assert seen[0] == 0
    assert 0 < seen[1] <= 0.03
    assert seen[2:] == [pytest.approx(goal, abs=1) for goal in (1, 10, 50, 100)]
    assert seen[-1] == 100

    wait_for_state(job, "观察中")
    sign(job, script.tester, "线上验证")
    sign(job, script.product, "线上验证")
    finish(job)
    wait_for(lambda: any("结束" in one for one in mails_of(mailbox, script, script.tester)))
    for person in (script.lead, script.tester, script.ops, script.product):
        assert mails_of(mailbox, script, person)
    assert all(len(ids) == 1 for ids in identities(mailbox).values())

    read_pdf(job)

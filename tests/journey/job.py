"""The people of the main job at their browsers, and the taps they make."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journey.house import Crowd, House
from tests.journey.script import PASSWORD
from tests.pages.conftest import Sheet
from tests.processes import wait_for

KILLED_AT = 10
"""The percentage in whose stage the process is killed."""


class Job:
    """The people at their browsers."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house, self.browser, self.script = house, browser, house.script
        self.pages: dict[str, Page] = {}
        self.number = ""

    def at(self, name: str) -> Page:
        """That person's browser; the first time they sign in."""
        if name not in self.pages:
            context = self.browser.new_context(viewport={"width": 1440, "height": 1000})
            page = self.pages[name] = context.new_page()
            page.goto(f"{self.house.url}/login/")
            page.fill("input[name=username]", name)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            expect(page.locator("nav.rail, .rail").first).to_be_visible()
        return self.pages[name]

    def go(self, name: str, part: str = "") -> Page:
        page = self.at(name)
        page.goto(f"{self.house.url}/plans/{self.number}/{part}")
        return page

    def sheet(self, name: str, key: str) -> Sheet:
        """The grid of a section on the open plan page, with all its columns shown."""
        found = Sheet(self.at(name), key)
        found.card.scroll_into_view_if_needed()
        found.table.locator("tbody tr").first.wait_for()
        return found


def import_document(job: Job) -> None:
    page = job.at(job.script.pm)
    page.goto(f"{job.house.url}/plans/import/")
    page.set_input_files("input[type=file]", str(job.script.document))
    page.get_by_role("button", name="创建计划").click()
    expect(page).to_have_url(re.compile(r"/plans/RP-\d{4}-\d{4}/$"))
    job.number = page.url.rstrip("/").rsplit("/", 1)[1]


def mend(job: Job) -> None:
    """Add the missing ops member, replace the placeholders, take the offered names."""
    page = job.go(job.script.pm)
    members = job.sheet(job.script.pm, "members")
    last = len(members.texts("姓名")) + 1
    members.type(last, "人员角色", "运维")
    members.type(last, "姓名", job.script.people[job.script.ops])
    members.settle()
    for key, cells in job.script.mends.items():
        sheet = job.sheet(job.script.pm, key)
        for (row, label), text in cells.items():
            sheet.type(row, label, text)
        sheet.settle()
    page.reload()
    fixes = page.locator("#check .find:has(.bad) [data-fix=set]")
    fixes.first.wait_for()
    while fixes.count():
        before = fixes.count()
        fixes.first.click()
        wait_for(lambda before=before: fixes.count() < before)
    expect(page.get_by_role("complementary", name="体检与审批")).not_to_contain_text("错误")


def submit(job: Job) -> None:
    page = job.go(job.script.pm, "gates/")
    if page.locator("#submit-reason").count():
        page.fill("#submit-reason", "逐条看过，可以接受")
    page.get_by_role("button", name="提交评审").click()
    expect(page.locator(".head")).to_contain_text("评审中")


def refused(job: Job, name: str, gate: str, why: str) -> None:
    page = job.go(name, "gates/")
    card = page.locator("section.gate", has=page.get_by_role("heading", name=gate, exact=True))
    expect(card.get_by_role("button", name="同意并签字")).to_have_count(0)
    expect(card).to_contain_text(why)


def sign(job: Job, name: str, gate: str) -> None:
    page = job.go(name, "gates/")
    card = page.locator("section.gate", has=page.get_by_role("heading", name=gate, exact=True))
    card.get_by_role("button", name="同意并签字").click()
    expect(card).to_contain_text(job.script.people[name])
    expect(card.get_by_role("button", name="同意并签字")).to_have_count(0)


def tap(job: Job, name: str, app: str, label: str) -> None:
    page = job.go(name, "board/")
    card = page.locator(".app", has=page.get_by_text(app, exact=True)).first
    card.get_by_role("button", name=label).first.click()
    expect(card.get_by_role("button", name=label)).to_have_count(0)


def deploy(job: Job) -> None:
    for batch in job.script.apps:
        for app in batch:
            tap(job, job.script.ops, app, "开始发布")
            tap(job, job.script.ops, app, "发布完成")
            tap(job, job.script.tester, app, "验证通过")


def ramp_percent(job: Job) -> float:
    return float(job.at(job.script.ops).locator(".amount .big").inner_text().strip().rstrip("%"))


def command(job: Job, name: str, reason: str = "") -> None:
    page = job.go(job.script.ops, "gray/")
    page.locator(f"#do-{name}").click()
    if reason:
        page.fill("#sheet-reason", reason)
    page.locator("#sheet button.pri").click()
    expect(page.locator("dialog[open]")).to_have_count(0)


def shares(job: Job, crowd: Crowd) -> list[float]:
    """Start the ramp; at each stage stop it, ask everybody, and let the clock go on.

    In the middle of one stage the whole process is killed and started again.
    """
    seen = [crowd.ask()]
    command(job, "start")
    crowd.allowed = None
    for stage in (0, 1, 10, 50, 100):
        page = job.go(job.script.ops, "gray/")
        wait_for(lambda stage=stage: ramp_percent(job) == stage)
        if stage < 100:
            command(job, "hold", "核对人数")
        seen.append(crowd.ask())
        if stage < 100:
            command(job, "resume")
        if stage == KILLED_AT:
            job.house.kill()
            job.house.open()
            page = job.go(job.script.ops, "gray/")
        expect(page.locator("#ramp")).to_be_visible()
    return seen


def wait_for_state(job: Job, state: str) -> None:
    """Look at the plan again and again until its head says so."""

    def says_so() -> bool:
        return state in job.go(job.script.ops).locator(".head").inner_text()

    wait_for(says_so)


def finish(job: Job) -> None:
    sign(job, job.script.pm, "结束与总结")
    page = job.go(job.script.pm, "gates/")
    page.get_by_role("button", name="完成").first.click()
    expect(page.locator(".head")).to_contain_text("已完成")

"""The release window against calendar, change windows and freezes."""

from datetime import date, datetime
from typing import Any

import pytest

from calendars.days import Day
from calendars.spans import Closed
from plans.findings import Context
from tests.findings.saying import NOW, at, calendar, codes, findings, only

NIGHT = ("22:00", "06:00")


def starting(text: str, hours: int = 4) -> dict[str, Any]:
    start = at(text)
    return {
        "window_start": start.isoformat(),
        "window_end": start.replace(hour=(start.hour + hours) % 24).isoformat(),
    }


@pytest.mark.parametrize("missing", ["window_start", "window_end"])
def test_a_plan_without_a_window_is_a_hint(missing: str) -> None:
    (found,) = findings(plan={missing: None})
    assert (found.level, found.code, found.field) == ("hint", "no-window", missing)


def test_a_window_in_the_past_is_all_that_is_said_until_the_start() -> None:
    old = {"window_start": "2021-06-14T10:00:00+08:00", "window_end": "2021-06-14T12:00:00+08:00"}
    (found,) = findings(calendar(NIGHT), plan=old)
    assert (found.level, found.code, found.section) == ("warning", "window-past", "plan")
    values = found.fixes[0].as_json()["values"]
    assert datetime.fromisoformat(values["window_start"]) == at("2026-11-20T22:00")
    assert datetime.fromisoformat(values["window_end"]) == at("2026-11-21T00:00")
    assert codes(plan={**old, "window_end": None}) == ["window-past"]
    assert codes(plan={**old, "status": "done"}) == []


def test_a_start_on_a_holiday_names_it() -> None:
    plan = {**starting("2026-10-01T10:00"), "status": "releasing"}
    (found,) = findings(calendar(), plan=plan)[:1]
    assert (found.level, found.code) == ("warning", "start-on-holiday")
    assert "国庆" in found.message


def test_a_start_on_a_weekend_is_a_warning_but_not_on_a_working_weekend() -> None:
    assert "start-on-holiday" in codes(calendar(), plan=starting("2026-11-28T10:00"))
    working = {**starting("2026-10-10T10:00"), "status": "releasing"}
    assert "start-on-holiday" not in codes(calendar(), plan=working)
    assert codes(calendar(), plan=starting("2026-11-24T10:00")) == []


def test_what_somebody_wrote_down_goes_before_the_notice() -> None:
    written = {date(2026, 11, 28): Day(is_workday=True)}
    assert codes(calendar(days=written), plan=starting("2026-11-28T10:00")) == []


def test_a_year_without_official_data_is_a_hint_until_it_is_written_down() -> None:
    (found,) = findings(calendar(), plan=starting("2029-03-07T10:00"))
    assert (found.level, found.code) == ("hint", "year-without-holidays")
    written = {date(2029, 1, 1): Day(is_workday=False, name="元旦")}
    assert codes(calendar(days=written), plan=starting("2029-03-07T10:00")) == []


def test_without_a_calendar_nothing_is_said_of_days() -> None:
    assert codes(Context(NOW), plan=starting("2026-11-28T10:00")) == []


def test_a_start_outside_the_windows_offers_the_next_opening() -> None:
    (found,) = findings(calendar(NIGHT), plan=starting("2026-11-24T20:00", 2))
    assert (found.level, found.code, found.section) == ("warning", "start-outside-windows", "plan")
    values = found.fixes[0].as_json()["values"]
    assert datetime.fromisoformat(values["window_start"]) == at("2026-11-24T22:00")
    assert datetime.fromisoformat(values["window_end"]) == at("2026-11-25T00:00")


def test_a_start_inside_is_right_and_the_plans_own_windows_go_first() -> None:
    assert codes(calendar(NIGHT), plan=starting("2026-11-24T23:00", 0)) == []
    own = [{"start": "09:00", "end": "11:00", "days": []}]
    assert codes(calendar(NIGHT), plan=starting("2026-11-24T10:00"), windows=own) == []
    assert codes(plan=starting("2026-11-24T12:00"), windows=own) == ["start-outside-windows"]


def test_a_freeze_at_the_start_and_on_the_way() -> None:
    first = Closed(at("2026-11-24T00:00"), at("2026-11-25T00:00"), "大促")
    found = findings(calendar(freezes=(first,)), plan=starting("2026-11-24T10:00"))
    assert [(one.level, one.code) for one in found] == [("warning", "start-in-freeze")]
    assert "大促" in found[0].message
    later = Closed(at("2026-11-24T12:00"), at("2026-11-24T13:00"), "演练")
    assert codes(calendar(freezes=(later,)), plan=starting("2026-11-24T10:00")) == [
        "freeze-in-window"
    ]
    after = Closed(at("2026-11-24T18:00"), at("2026-11-24T19:00"), "演练")
    assert codes(calendar(freezes=(after,)), plan=starting("2026-11-24T10:00")) == []


def test_moments_that_are_none_break_nothing() -> None:
    assert only("start-on-holiday", calendar(), plan={"window_start": "x", "window_end": "y"}) == []

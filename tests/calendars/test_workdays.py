"""Workdays as data: official or estimated, from the package, from a notice, or by hand."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from calendars.actions import seed_workdays, write_notice
from calendars.days import day_of, is_official, written_days
from calendars.models import Workday
from ground.errors import Denied, Invalid
from ground.models import Event
from tests.calendars.test_notice import OF_2026

Open = Callable[[Any], Client]
BASE = "/calendar/windows/"
OF_2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。"""
"""Made up: nobody knows it yet."""

pytestmark = pytest.mark.django_db


def known(day: date) -> Any:
    return day_of(day, written_days({day.year}))


def test_the_package_is_asked_while_nothing_is_written() -> None:
    assert known(date(2026, 10, 1)).name == "国庆节"
    assert known(date(2026, 10, 10)).name == "调休上班"
    assert known(date(2026, 10, 10)).is_workday, "a Saturday on which people work"
    assert known(date(2026, 10, 10)).official and is_official(2026, {})


def test_seeding_writes_what_differs_from_the_week_once(cast: SimpleNamespace) -> None:
    count = seed_workdays(2026, by=cast.adm)
    rows = Workday.objects.filter(date__year=2026)
    assert count == rows.count() == rows.filter(official=True).count()
    on = {row.date for row in rows.filter(is_workday=True)}
    assert on == {
        date(2026, month, day)
        for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    }
    assert seed_workdays(2026, by=cast.adm) == 0
    assert Event.objects.filter(kind="calendar.seeded").count() == 2


def test_a_year_without_official_data_is_refused_and_said(
    cast: SimpleNamespace, signed_in: Open
) -> None:
    with pytest.raises(Invalid, match="还没有 2027 年的官方节假日数据"):
        seed_workdays(2027, by=cast.adm)
    page = signed_in(cast.adm).get(f"{BASE}?year=2027").content.decode()
    assert "还没有 2027 年的官方节假日数据" in page and "写入 2027 年官方安排" not in page
    assert not known(date(2027, 10, 1)).official and known(date(2027, 10, 1)).is_workday
    month = signed_in(cast.eve).get("/calendar/?month=2027-10").content.decode()
    assert "2027 年还没有官方节假日数据" in month
    december = signed_in(cast.eve).get("/calendar/?month=2026-12").content.decode()
    assert "还没有官方节假日数据" not in december, "the first of January stands on its margin"


def test_a_notice_makes_its_year_official(cast: SimpleNamespace, signed_in: Open) -> None:
    Workday.objects.create(date=date(2027, 2, 5), is_workday=True, name="猜的")
    answer = signed_in(cast.adm).post(f"{BASE}notice/", {"notice": OF_2027}, follow=True)
    words = answer.content.decode()
    assert "2027 年：放假 10 天，调休上班 1 天" in words and "没有读到：清明节" in words
    assert (known(date(2027, 2, 5)).name, known(date(2027, 2, 14)).is_workday) == ("春节", True)
    assert known(date(2027, 3, 1)).official, "its ordinary days are known too"
    assert not known(date(2028, 3, 1)).official


def test_a_part_of_a_notice_makes_no_year_official(cast: SimpleNamespace) -> None:
    write_notice("2027年\n" + OF_2027.splitlines()[2], by=cast.adm)
    assert known(date(2027, 2, 5)).official and not known(date(2027, 3, 1)).official


def test_a_corrected_notice_takes_back_what_the_first_one_said(cast: SimpleNamespace) -> None:
    write_notice(OF_2026, by=cast.adm)
    Workday.objects.create(date=date(2026, 8, 3), is_workday=False, name="司庆")
    moved = OF_2026.replace("5月9日（周六）上班", "5月10日（周日）上班")
    write_notice(moved, by=cast.adm)
    assert known(date(2026, 5, 10)).is_workday
    assert not Workday.objects.filter(date=date(2026, 5, 9)).exists()
    assert known(date(2026, 8, 3)).name == "司庆", "what people wrote themselves stays"


def test_what_is_no_notice_writes_nothing_and_stays_in_the_form(
    cast: SimpleNamespace, signed_in: Open
) -> None:
    wrong = OF_2026.replace("共9天", "共8天")
    answer = signed_in(cast.adm).post(f"{BASE}notice/", {"notice": wrong, "year": "2026"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "共 8 天，读出来是 9 天" in page and "腊月二十八" in page
    assert not Workday.objects.exists()


def test_a_day_changed_by_hand_is_official_no_more(cast: SimpleNamespace, signed_in: Open) -> None:
    seed_workdays(2026, by=cast.adm)
    day = Workday.objects.get(date=date(2026, 10, 10))
    typed = {"date": "2026-10-10", "is_workday": "0", "name": "我们不补班"}
    assert signed_in(cast.adm).post(f"{BASE}workday/{day.pk}/", typed).status_code == 302
    day.refresh_from_db()
    assert (day.is_workday, day.official) == (False, False)
    seed_workdays(2026, by=cast.adm)
    assert not known(date(2026, 10, 10)).is_workday, "seeding leaves it alone"


@pytest.mark.parametrize("name", ["ann", "oli", "eve"])
def test_only_who_manages_the_calendar_writes(
    cast: SimpleNamespace, signed_in: Open, name: str
) -> None:
    with pytest.raises(Denied):
        write_notice(OF_2026, by=getattr(cast, name))
    client = signed_in(getattr(cast, name))
    assert client.post(f"{BASE}notice/", {"notice": OF_2026}).status_code == 403
    assert "粘贴放假通知" not in client.get(BASE).content.decode()
    assert not Workday.objects.exists()

"""The yearly notice, read as it is published and held against the package that has read it too."""

from datetime import date

import pytest

from calendars import official
from calendars.notice import NotANotice, read_notice

OF_2026 = """
国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
"""
OF_2025 = """2025年放假安排
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""


@pytest.mark.parametrize(("text", "year"), [(OF_2026, 2026), (OF_2025, 2025)])
def test_it_says_what_the_package_says(text: str, year: int) -> None:
    notice = read_notice(text)
    assert notice.year == year and notice.is_whole and notice.missing == []
    known = official.special_days(year)
    assert notice.on == {row.date for row in known if row.is_workday}
    off = {row.date for row in known if not row.is_workday}
    assert set(notice.off) >= {day for day in off if day.isoweekday() <= 5}
    assert all(not official.is_workday(day) for day in notice.off)


def test_names_and_full_width_figures() -> None:
    notice = read_notice(
        "２０２６年　国庆节：１０月１日（星期四）至 ３日放假，共３天；９月２０日上班"
    )
    assert notice.off == {date(2026, 10, day): "国庆节" for day in (1, 2, 3)}
    assert notice.on == {date(2026, 9, 20)}
    assert not notice.is_whole and "春节" in notice.missing


def test_a_stretch_over_the_end_of_a_year() -> None:
    text = "2023年\n一、元旦：2022年12月31日（周六）至2023年1月2日（周一）放假调休，共3天。"
    assert set(read_notice(text).off) == {
        date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("春节：2月15日至23日放假", "哪一年"),
        ("2026年 大家辛苦了", "没有读到放假"),
        (OF_2026.replace("2026年", "2027年"), "年份或日期不对"),
        (OF_2026.replace("共9天", "共8天"), "共 8 天，读出来是 9 天"),
        (OF_2026.replace("1月4日（周日）上班", "1月3日上班"), "又放假又上班"),
        ("2026年 春节：2月30日放假", "不是一个日期"),
        ("2026年 春节：2月23日至15日放假", "请看一下日期"),
        ("2026年 春节：2月1日至12月31日放假", "请看一下日期"),
        ("2026年 春节：15日放假", "不是一个日期"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NotANotice, match=why):
        read_notice(text)


def test_hostile_texts_are_read_in_no_time() -> None:
    for piece in ("节", "节、", "1日", "（", "2026年1月1日至", "元旦："):
        text = "2026年" + piece * 6_000
        try:
            read_notice(text)
        except NotANotice:
            continue

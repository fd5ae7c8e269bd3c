"""What costs little to write and would cost its readers much to look at."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from gray.drivers.base import Place
from gray.formats import Written
from people.mentions import Known, find, names_of
from plans.cron.schedule import next_runs, read_cron
from plans.document import Document
from plans.findings import Context, check
from plans.history.wording import differing, line_changes

pytestmark = pytest.mark.long

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MOST_SECONDS = 2.0


def seconds(act: Callable[..., Any], *args: Any) -> float:
    begun = time.process_time()
    act(*args)
    return time.process_time() - begun


def written(**tables: list[dict[str, Any]]) -> Document:
    numbered = {
        key: [{"id": at, **row} for at, row in enumerate(rows, 1)] for key, rows in tables.items()
    }
    return Document({}, numbered)


def test_dependencies_on_thousands_of_names_that_nearly_exist() -> None:
    rows = [{"batch": 1, "app": f"app-name-{at}", "depends_on": [f"app-name-x{at}-{n}" for n in range(20)]}
            for at in range(400)]  # fmt: skip
    contents = [{"apps": row["depends_on"]} for row in rows]
    document = written(apps=rows, changes=contents)
    found = check(document, Context(NOW))
    assert {"dependency-dangling", "app-not-in-batches"} <= {one.code for one in found}
    assert seconds(check, document, Context(NOW)) < MOST_SECONDS


def test_one_dependency_cell_with_thousands_of_names() -> None:
    apps = [{"batch": 1, "app": "a", "depends_on": [f"x{at}" for at in range(20_000)]}]
    assert seconds(check, written(apps=apps), Context(NOW)) < MOST_SECONDS


def test_a_name_as_long_as_a_book_is_like_no_other() -> None:
    apps = [{"batch": 1, "app": "ab" * 5_000, "depends_on": ["ba" * 5_000]}]
    assert seconds(check, written(apps=apps), Context(NOW)) < MOST_SECONDS


@pytest.mark.parametrize("days", ["30," * 150 + "31", "L-30," * 90 + "31", "31W," * 120 + "31"])
def test_jobs_of_days_that_hardly_ever_come(days: str) -> None:
    jobs = [{"name": f"job-{at}", "cron": f"{at % 60} 0 0 {days} 2 ?"} for at in range(50)]
    assert seconds(check, written(jobs=jobs), Context(NOW)) < MOST_SECONDS


def test_a_repeated_day_is_the_same_day() -> None:
    assert next_runs(read_cron("0 0 0 5,5,5 * ?"), NOW, 3) == next_runs(
        read_cron("0 0 0 5 * ?"), NOW, 3
    )


def test_two_texts_of_the_same_few_signs() -> None:
    assert (
        seconds(lambda: [differing("。，" * 300, "，。？" * 200) for _ in range(20)]) < MOST_SECONDS
    )


@pytest.mark.parametrize("step", [2, 3])
def test_two_notes_of_a_hundred_thousand_short_lines(step: int) -> None:
    old = "\n".join(map(str, range(30_000)))
    new = "\n".join(str(at * step) for at in range(30_000))
    assert seconds(line_changes, old, new) < MOST_SECONDS


def test_the_end_of_a_long_note_that_changed_is_still_told() -> None:
    lines = [f"第 {at} 行" for at in range(20_000)]
    told = line_changes("\n".join([*lines, "旧"]), "\n".join([*lines, "新"]))
    assert [line.kind for line in told] == ["gap", "same", "same", "gone", "new"]


def test_ten_thousand_signs_that_call_for_a_name() -> None:
    names = names_of(Known(at, f"user{at:04}", f"张三丰{at:04}") for at in range(1_000))
    assert seconds(lambda: list(find("@" * 10_000, names))) < MOST_SECONDS
    assert seconds(lambda: list(find("@u" * 5_000 + " @user0001", names))) < MOST_SECONDS


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{{percent}}{{remaining}}{{fraction}}", "1" * 99_000),
        ("{{percent}}|{{users}}{{machines}}", "1|" + "a" * 99_000 + '"'),
        ("{{users}},{{machines}},{{percent}}", "," * 99_000),
        ("{{percent}}0{{remaining}}0{{fraction}}0{{users}}!", "0" * 99_000),
    ],
)  # fmt: skip
def test_a_key_that_somebody_filled_up_holds_no_ramp_back(form: str, text: str) -> None:
    """One ramp's key is read between those of others, and a pattern lets nobody else run."""
    written = Written(Place("prod", "f", "f", "a", "n", "k", form))
    assert seconds(written.shown, text) < MOST_SECONDS

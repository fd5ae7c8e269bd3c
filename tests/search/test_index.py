"""The index against looking through everything; the same on SQLite and PostgreSQL."""

import random

import pytest
from django.db import connection, transaction

from people.models import User
from search.actions import clear, drop, fill, put
from search.cells import Cell
from search.finding import find, matching
from search.grams import fold
from search.models import Text
from search.query import Query
from search.showing import show
from search.tables import tidy

pytestmark = pytest.mark.django_db

WORDS = [
    "发布计划", "返豆", "下单返豆", "coin-center", "promotion.coupon.enabled", "t_order_2021",
    "RocketMQ", "灰度v2", "安然", "豆", "订单中心", "ＣＯＩＮ", "order", "20210614", "q",
]  # fmt: skip
ASKED = [
    "返豆", "豆", "发布", "布计", "计发", "coupon", "oupo", "coin", "COIN-center", "t_order_2021",
    "mq", "q", "2021", "order 返豆", "安然 coin", '"安然 订单"', "灰度v2", "度v", "密", "zz", "订单 豆",
]  # fmt: skip


def subjects(count: int) -> None:
    """Anything with primary keys will do as what is allowed to be found."""
    User.objects.bulk_create(User(pk=pk, username=f"u{pk}") for pk in range(1, count + 1))


def found(text: str, **asked: int) -> list[int]:
    return find(Query.parse(text), User.objects.all(), **asked).subjects


def naively(kept: dict[int, dict[str, list[Cell]]], text: str) -> set[int]:
    """Every word within some cell."""
    words = Query.parse(text).words
    return {
        pk for pk, parts in kept.items()
        if all(any(word in fold(cell.text) for cells in parts.values() for cell in cells)
               for word in words)
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_finds_exactly_what_looking_through_everything_finds(seed: int):
    chance = random.Random(seed)
    subjects(8)
    kept: dict[int, dict[str, list[Cell]]] = {}

    def some_cells() -> list[Cell]:
        texts = [" ".join(chance.choices(WORDS, k=chance.randint(1, 3))) for _ in range(3)]
        return [Cell(row, "note", text) for row, text in enumerate(texts[: chance.randint(0, 3)])]

    for step in range(60):
        pk, part = chance.randint(1, 8), chance.choice(["topics", "apps"])
        kept.setdefault(pk, {})[part] = cells = some_cells()
        put(pk, {part: cells})
        if step == 30:
            tidy()
    for text in ASKED:
        assert set(found(text)) == naively(kept, text), text


def test_what_is_undone_with_its_transaction_is_not_found():
    subjects(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        put(1, {"apps": [Cell(1, "app", "coin-center")]})
        raise RuntimeError
    assert found("coin") == []
    put(1, {"apps": [Cell(1, "app", "trade-web")]})
    assert (found("trade"), found("coin")) == ([1], [])


def test_newer_first_and_those_named_so_before_them():
    subjects(6)
    for pk in range(1, 7):
        put(pk, {"plan": [Cell(0, "title", "返豆" if pk in (2, 4) else "别的", leads=True)],
                 "notes": [Cell(1, "text", "说到返豆")]})  # fmt: skip
    assert found("返豆") == [4, 2, 6, 5, 3, 1]
    first = find(Query.parse("返豆"), User.objects.all(), most=3)
    assert (first.subjects, first.leading, first.is_cut) == ([4, 2, 6], 2, True)
    assert find(Query.parse("别的"), User.objects.all(), most=4).is_cut is False


def test_a_new_title_is_found_and_the_old_one_is_not():
    subjects(2)
    for pk in (1, 2):
        put(pk, {"plan": [Cell(0, "title", "返豆", leads=True)]})
    put(1, {"plan": [Cell(0, "title", "返券", leads=True), Cell(0, "project", "返豆")]})
    assert found("返豆") == [2, 1]
    assert list(matching(Query.parse("返豆"), leads=True)) == [2]
    assert list(matching(Query.parse("返券"), leads=True)) == [1]


def test_only_what_is_within_is_found():
    subjects(3)
    for pk in (1, 2, 3):
        put(pk, {"apps": [Cell(1, "app", "coin-center")]})
    within = User.objects.exclude(pk=3)
    assert find(Query.parse("coin"), within).subjects == [2, 1]
    assert find(Query.parse("coin"), within, most=1).is_cut
    assert not find(Query.parse("coin"), User.objects.filter(pk=1), most=1).is_cut


def test_a_query_without_words_finds_nothing():
    subjects(1)
    put(1, {"apps": [Cell(1, "app", "->")]})
    assert found("->") == found("") == []


def test_a_part_without_cells_and_a_dropped_subject_are_forgotten():
    subjects(2)
    for pk in (1, 2):
        put(pk, {"apps": [Cell(1, "app", "coin")], "topics": [Cell(1, "topic", "refund")]})
    put(1, {"apps": []})
    drop(2)
    assert (found("coin"), found("refund")) == ([], [1])
    assert Text.objects.count() == 1


def test_filled_at_once_is_found_like_put_one_by_one():
    subjects(2)
    clear()
    fill([(1, {"plan": [Cell(0, "title", "返豆", leads=True)], "apps": []}),
          (2, {"apps": [Cell(5, "app", "返豆-center")]})])  # fmt: skip
    assert found("返豆") == [1, 2]


def test_putting_the_same_again_writes_nothing(django_assert_num_queries):
    cells = [Cell(1, "app", "coin-center"), Cell(2, "app", "trade-web")]
    put(1, {"apps": cells})
    with django_assert_num_queries(1):
        put(1, {"apps": cells})


@pytest.mark.long
def test_a_text_of_a_million_different_pieces_harms_nothing():
    subjects(2)
    chance = random.Random(1)
    letters = [chr(0x4E00 + chance.randrange(20_000)) for _ in range(400_000)]
    for half in ("a", "b"):
        put(1, {half: [Cell(1, "text", "".join(chance.sample(letters, 200_000)))]})
    put(2, {"notes": [Cell(1, "text", "返豆")]})
    assert found("返豆")[0] == 2


def test_shows_the_best_three_cells_with_the_words_marked():
    subjects(1)
    put(1, {
        "topics": [Cell(4, "topic", "coin_refund"), Cell(5, "topic", "other"), Cell(5, "note", "给 coin 用")],
        "apps": [Cell(7, "app", "Coin-Center"), Cell(7, "tester", "安然"), Cell(8, "tester", "安然")],
        "notes": [Cell(9, "text", "安然说" + "很长的话" * 60 + "完")],
    })  # fmt: skip
    shown = show([1], Query.parse("coin 安然"))[1]
    assert shown.together
    assert [(hit.part, hit.row, hit.field) for hit in shown.hits] == [
        ("apps", 7, "app"), ("apps", 7, "tester"), ("topics", 4, "topic"),
    ]  # fmt: skip
    assert shown.hits[0].pieces == [("Coin", True), ("-Center", False)]
    assert not show([1], Query.parse("other 安然"))[1].together


def test_the_index_reads_no_table_from_end_to_end():
    """A plan of the query that names the index, on the database at hand."""
    put(1, {"apps": [Cell(1, "app", "coin-center")]})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = matching(Query.parse("coin")).explain()
    index = "search_grams_gin" if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX"
    assert index in plan


@pytest.mark.long
def test_no_writing_is_too_much_for_the_index() -> None:
    """Twice 60,000 pieces of letters that take four bytes each, one half after the other."""
    subjects(1)
    for start in (0x10400, 0x1E900):
        letters = [chr(start + at) for at in range(40)]
        words = [a + b + c for a in letters for b in letters for c in letters]
        put(1, {f"notes{start}": [Cell(1, "text", " ".join(words[at : at + 500]))
                                  for at in range(0, len(words), 500)]})  # fmt: skip
    put(1, {"apps": [Cell(1, "app", "coin-center")]})
    assert Text.objects.filter(subject=1).count() == 3

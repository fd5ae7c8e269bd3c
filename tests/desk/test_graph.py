from desk.board.cards import planned_for
from desk.board.graph import cut, draw
from plans.batches import AppNode


def node(number: int, app: str, batch: int, *needs: str, state: str = "pending") -> AppNode:
    return AppNode(number, app, batch, state, needs)


def test_without_dependencies_there_is_no_picture() -> None:
    assert draw([node(1, "a", 1), node(2, "b", 2)]) is None


def test_each_batch_is_a_column_and_each_dependency_a_line() -> None:
    picture = draw([node(1, "a", 1, state="verified"), node(2, "b", 1), node(3, "c", 2, "A", "b")])
    assert picture is not None
    places = {box.name: box.x for box in picture.boxes}
    assert places["a"] == places["b"] < places["c"]
    assert sorted(line.is_met for line in picture.lines) == [False, True]


def test_systems_outside_the_plan_stand_before_it() -> None:
    picture = draw([node(1, "a", 1, "外部:erp")])
    assert picture is not None
    outside, inside = picture.boxes
    assert (outside.state, outside.x < inside.x) == ("outside", True)


def test_a_cycle_a_dangling_name_and_oneself_do_no_harm() -> None:
    picture = draw([node(1, "a", 1, "b", "a"), node(2, "b", 1, "a"), node(3, "c", 2, "gone")])
    assert picture is not None
    assert len(picture.lines) == 2


def test_long_names_are_cut_by_width() -> None:
    assert cut("a" * 24, 24) == "a" * 24
    assert cut("a" * 25, 24).endswith("…")
    assert len(cut("应" * 20, 24)) <= 13


def test_the_run_book_says_when_an_application_is_planned() -> None:
    class Step:
        def __init__(self, action: str, at: object, phase: str = "发布") -> None:
            self.action, self.planned_start, self.phase = action, at, phase

    steps = [Step("发布 coin-center-rest", 1), Step("回滚 coin-center", 2, "回滚"),
             Step("发布 coin-center、x", 3)]  # fmt: skip
    assert planned_for("coin-center", steps) == 3
    assert planned_for("missing", steps) is None

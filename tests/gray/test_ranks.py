"""What stands on what, and how high."""

from gray.ranks import ranks


def test_the_longest_way_down_counts():
    below = {"c": ["b", "a"], "b": ["a"], "a": []}
    assert ranks(below) == {"a": 0, "b": 1, "c": 2}


def test_a_ring_ends_where_it_closes():
    assert ranks({"a": ["b"], "b": ["a"]}) == {"b": 1, "a": 2}


def test_what_is_no_key_stands_on_the_ground():
    assert ranks({"a": ["elsewhere"]})["a"] == 1

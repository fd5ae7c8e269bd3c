"""One value inside a configuration: found as Java and JSON find it, replaced and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gray.drivers.base import DriverError
from gray.drivers.nacos import pointers, properties

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("k=v", "v"), ("k:v", "v"), ("k v", "v"), ("  k = v ", "v "), ("k", ""), ("k=", ""),
        ("#k=1\nk=2", "2"), ("! k=1", None), ("k=1\nk=2", "2"), ("kk=1", None), ("k=a\\\n  b", "ab"),
        ("x=\\\nk=1", None), ("k=\\u4e2d\\t1", "中\t1"), ("a\\=b=1\nk=c\\\\", "c\\"),
        ("k=a=b:c", "a=b:c"), ("\\u006b=v", "v"), ("x=1\rk=2\r\ny=3", "2"), ("", None), ("k=1\\", "1"),
    ],
)  # fmt: skip
def test_a_property_is_read_as_java_reads_it(content, value):
    assert properties.value_of(content, "k") == value


@pytest.mark.parametrize(
    ("content", "after"),
    [
        ("a=1\r\nk = 2\r\n# k=3", "a=1\r\nk = 新\r\n# k=3"), ("", "k=新\n"), ("a=1", "a=1\nk=新\n"),
        ("a=1\n", "a=1\nk=新\n"), ("k=1\\\n 2\nb=3", "k=新\nb=3"), ("k", "k=新"), ("x\\", "x\\\n\nk=新\n"),
    ],
)  # fmt: skip
def test_a_property_is_replaced_and_nothing_else(content, after):
    assert properties.replaced(content, "k", "新") == after


@given(st.lists(st.tuples(WORDS, TEXTS), max_size=5), WORDS, TEXTS)
def test_a_property_that_was_written_is_read_back(others, key, value):
    content = ""
    for name, text in others:
        content = properties.replaced(content, name, text)
    after = properties.replaced(content, key, value)
    assert properties.value_of(after, key) == value
    for name, text in dict(others).items():
        assert properties.value_of(after, name) == (value if name == key else text)


@given(TEXTS, TEXTS)
def test_in_any_text_a_property_can_be_looked_for(content, value):
    properties.value_of(content, "k")
    assert properties.value_of(properties.replaced(content, "k", value), "k") == value


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), st.data())
def test_a_json_value_is_found_and_replaced_and_nothing_else(document, data):
    path, value = [], document
    while isinstance(value, dict | list) and value:
        name = data.draw(
            st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value)))
        )
        path, value = [*path, name], value[name]
    pointer = "".join("/" + str(one).replace("~", "~0").replace("/", "~1") for one in path)
    content = json.dumps(
        document, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.none() | st.just(2))
    )
    expected = value if isinstance(value, str) else json.dumps(value)
    if isinstance(value, dict | list):
        with pytest.raises(DriverError, match="一整段"):
            pointers.replaced(content, pointer, "1")
        return
    assert pointers.text_at(content, pointer) == expected
    after = json.loads(pointers.replaced(content, pointer, "新"))
    holder = document
    for one in path[:-1]:
        holder = holder[one]
    holder[path[-1]] = "新"
    assert after == document


@pytest.mark.parametrize(
    ("content", "text", "after"),
    [
        ('{"k": 1}', "5", '{"k": 5}'), ('{"k": true}', "false", '{"k": false}'), ('{"k": "1"}', "5", '{"k": "5"}'),
        ('{"k": 1}', "v2", '{"k": "v2"}'), ('{"k": null}', "0.5", '{"k": 0.5}'), ('{"k": 1}', "NaN", '{"k": "NaN"}'),
        ('{"k": 1, "k": 2}', "3", '{"k": 1, "k": 3}'), (' {"a":[1,{"k":0}],"k":0} ', "9", ' {"a":[1,{"k":0}],"k":9} '),
    ],
)  # fmt: skip
def test_a_number_stays_a_number_and_a_string_a_string(content, text, after):
    assert pointers.replaced(content, "/k", text) == after
    assert pointers.text_at(after, "/k") == text


@pytest.mark.parametrize(
    "content", ["", "a=1", '{"k": 1', '{"k": 1} x', "[" * 50_000, '{"k" 1}', "nul"]
)
def test_what_is_no_json_is_said(content):
    with pytest.raises(DriverError, match="不是 JSON"):
        pointers.text_at(content, "/k")


@pytest.mark.parametrize("pointer", ["/x", "/k/x", "/l/9", "/l/-1", "/l/x", "/"])
def test_a_value_that_is_not_there_is_not_invented(pointer):
    content = '{"k": 1, "l": [1, 2]}'
    assert pointers.text_at(content, pointer) is None
    with pytest.raises(DriverError, match="没有"):
        pointers.replaced(content, pointer, "1")

"""The OFREP door as a WSGI function: what its clients rely on."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from gray.answers import Table, build
from gray.ofrep import WRONG_KEYS, Door
from gray.questions import LONGEST

KEY = "rp_env_secret"
FLAGS = [
    ("prod", "half", "half", 5_000, '["ann","无忌"]', "true", "false", 1),
    ("prod", "nobody", "nobody", 0, '["ann"]', "true", "false", 1),
    ("prod", "all", "all", 10_000, "[]", "true", "false", 1),
    ("prod", "killed", "killed", 10_000, '["ann"]', "true", "false", 0),
    ("prod", "ratio", "ratio", 10_000, "[]", "1.0", "0.5", 1),
    ("prod", "words", "返希豆灰度", 5_000, "[]", '{"version":"新"}', '{"version":"旧"}', 1),
    ("test", "other", "other", 10_000, "[]", "true", "false", 1),
]


class Still:
    """A feed whose table never changes."""

    def __init__(self, table: Table | None) -> None:
        self.table = table

    def current(self) -> Table | None:
        return self.table


class Asker:
    """Asks a door as a WSGI server would."""

    def __init__(self, table: Table | None = None, **more: Any) -> None:
        digest = hashlib.sha256(KEY.encode()).hexdigest()
        self.door = Door(Still(table or build(FLAGS, [("prod", digest)])), **more)  # type: ignore[arg-type]

    def __call__(
        self, path: str = "", body: Any = None, *, raw: bytes | None = None, **environ: str
    ) -> tuple[int, dict[str, str], Any]:
        sent = raw if raw is not None else json.dumps(body or {"context": {}}).encode()
        seen: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            seen.update(status=int(status[:3]), headers=dict(headers))

        values = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/ofrep/v1/evaluate/flags{path}".encode().decode("latin-1"),
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_X_API_KEY": KEY,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(sent),
            **environ,
        }
        answer = b"".join(self.door(values, start))
        length = seen["headers"].get("Content-Length")
        assert length == (None if seen["status"] in (204, 304) else str(len(answer)))
        return seen["status"], seen["headers"], json.loads(answer) if answer else None


def who(name: str) -> dict[str, Any]:
    return {"context": {"targetingKey": name}}


@pytest.fixture
def ask() -> Asker:
    return Asker()


def test_a_single_answer_has_every_field_that_clients_insist_on(ask):
    status, headers, answer = ask("/half", who("ann"))
    assert status == 200 and headers["Content-Type"] == "application/json"
    assert answer == {"key": "half", "reason": "TARGETING_MATCH", "variant": "on", "value": True}


@pytest.mark.parametrize(
    ("flag", "name", "value", "reason"),
    [
        ("half", "无忌", True, "TARGETING_MATCH"),
        ("nobody", "ann", True, "TARGETING_MATCH"),
        ("nobody", "bob", False, "STATIC"),
        ("all", "bob", True, "STATIC"),
        ("killed", "ann", False, "DISABLED"),
    ],
)
def test_fixed_users_first_then_the_percentage(ask, flag, name, value, reason):
    _status, _headers, answer = ask(f"/{flag}", who(name))
    assert (answer["value"], answer["reason"]) == (value, reason)


def test_half_of_many_people_are_in(ask):
    answers = [ask("/half", who(f"u-{n}"))[2] for n in range(500)]
    assert {answer["reason"] for answer in answers} == {"SPLIT"}
    assert 200 < sum(answer["value"] for answer in answers) < 300


def test_at_a_hundred_everybody_is_in_without_a_name(ask):
    assert ask("/all")[2]["value"] is True
    assert ask("/killed")[2]["value"] is False


def test_a_percentage_needs_a_name(ask):
    status, _headers, answer = ask("/half")
    assert status == 400
    assert (answer["key"], answer["errorCode"]) == ("half", "TARGETING_KEY_MISSING")
    assert answer["errorDetails"]


def test_floats_keep_their_decimal_point(ask):
    answer = b"".join(
        ask.door(
            {"REQUEST_METHOD": "POST", "PATH_INFO": "/ofrep/v1/evaluate/flags/ratio",
             "CONTENT_LENGTH": "14", "HTTP_X_API_KEY": KEY,
             "wsgi.input": io.BytesIO(b'{"context":{}}')},
            lambda *_: None,
        )
    )  # fmt: skip
    assert b'"value":1.0' in answer


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "PARSE_ERROR"),
        (b"{", "PARSE_ERROR"),
        (b"\xff\xfe", "PARSE_ERROR"),
        (b"[" * 100_000, "PARSE_ERROR"),
        (b"[]", "INVALID_CONTEXT"),
        (b"{}", "INVALID_CONTEXT"),
        (b'{"context": 7}', "INVALID_CONTEXT"),
        (b'{"context": {"targetingKey": 7}}', "INVALID_CONTEXT"),
        (b'{"context": {"targetingKey": "\\ud800"}}', "INVALID_CONTEXT"),
    ],
)
@pytest.mark.parametrize("path", ["/half", ""])
def test_nonsense_is_400_with_details(ask, raw, code, path):
    status, _headers, answer = ask(path, raw=raw)
    assert (status, answer["errorCode"]) == (400, code)
    assert answer["errorDetails"] and answer.get("key", "") == path.strip("/")


def test_a_body_without_end_is_refused(ask):
    assert ask("/half", raw=b"x" * (LONGEST + 1))[0] == 413
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    assert ask("/half", raw=b"x" * (LONGEST + 9), **chunked)[0] == 413
    assert ask("/all", who("ann"), **chunked)[0] == 200


@pytest.mark.parametrize("path", ["/unknown", "/other", "/a/b", "/%2e%2e", "/中文"])
def test_unknown_flags_are_404_and_named(ask, path):
    status, _headers, answer = ask(path, who("ann"))
    assert (status, answer["errorCode"], answer["key"]) == (404, "FLAG_NOT_FOUND", path[1:])


def test_a_path_that_only_begins_alike_is_404(ask):
    assert ask("sandmore", who("ann"))[0] == 404


def test_without_a_key_of_the_environment_nothing_is_said(ask):
    for environ in ({"HTTP_X_API_KEY": ""}, {"HTTP_X_API_KEY": "wrong"}):
        status, headers, answer = ask("/half", who("ann"), **environ)
        assert status == 401 and "WWW-Authenticate" in headers
        assert "value" not in answer


def test_a_bearer_key_is_as_good(ask):
    environ = {"HTTP_X_API_KEY": "", "HTTP_AUTHORIZATION": f"Bearer {KEY}"}
    assert ask("/all", who("ann"), **environ)[0] == 200


def test_guessing_keys_is_slowed_down_without_locking_out_the_right_one():
    ask = Asker(clock=lambda: 1_000_000.5)
    for _ in range(WRONG_KEYS):
        assert ask("/half", who("a"), HTTP_X_API_KEY="guess")[0] == 401
    status, headers, _answer = ask("/half", who("a"), HTTP_X_API_KEY="guess")
    assert status == 429 and int(headers["Retry-After"]) == 20
    assert ask("/half", who("a"))[0] == 200


def test_too_many_questions_are_429_with_whole_seconds():
    ask = Asker(per_second=2, clock=lambda: 50.25)
    statuses = [ask("/half", who("a"))[0] for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert ask("/half", who("a"))[1]["Retry-After"] == "1"


def test_bulk_holds_every_flag_of_the_environment(ask):
    status, headers, answer = ask("", who("ann"))
    assert status == 200 and headers["ETag"].startswith('"')
    assert {flag["key"] for flag in answer["flags"]} == {
        row[1] for row in FLAGS if row[0] == "prod"
    }
    assert all({"key", "reason", "variant", "value"} <= set(flag) for flag in answer["flags"])


def test_bulk_without_a_name_fails_only_where_a_name_is_needed(ask):
    flags = {flag["key"]: flag for flag in ask("")[2]["flags"]}
    assert flags["half"]["errorCode"] == "TARGETING_KEY_MISSING"
    assert flags["all"]["value"] is True


def test_the_same_person_and_answers_are_304_and_another_person_is_not(ask):
    etag = ask("", who("ann"))[1]["ETag"]
    status, headers, answer = ask("", who("ann"), HTTP_IF_NONE_MATCH=etag)
    assert (status, headers["ETag"], answer) == (304, etag, None)
    assert ask("", who("bob"), HTTP_IF_NONE_MATCH=etag)[0] == 200


def test_a_changed_flag_changes_the_tag(ask):
    etag = ask("", who("bob"))[1]["ETag"]
    raised = [("prod", "nobody", "nobody", 10_000, "[]", "true", "false", 1), *FLAGS[2:]]
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    later = Asker(build(raised, [("prod", digest)]))
    assert later("", who("bob"), HTTP_IF_NONE_MATCH=etag)[0] == 200


def test_only_post_is_answered(ask):
    status, headers, _answer = ask("/half", who("ann"), REQUEST_METHOD="GET")
    assert (status, headers["Allow"]) == (405, "POST")


def test_before_any_table_was_seen_it_is_503():
    ask = Asker()
    ask.door.feed = Still(None)  # type: ignore[assignment]
    status, headers, answer = ask("/half", who("ann"))
    assert (status, headers["Retry-After"], answer["key"]) == (503, "1", "half")


def test_golden_vectors_of_whole_answers(ask):
    path = Path(__file__).parent.parent / "vectors" / "ofrep.json"
    for row in json.loads(path.read_text()):
        status, _headers, answer = ask(row["path"], row["body"])
        assert (status, answer) == (row["status"], row["answer"]), row

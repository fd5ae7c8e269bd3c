"""The description of Apollo's interface does find mistakes."""

import pytest

from tests.gray.drivers.openapi import SPEC, complaints
from tests.ground.outside_server import Request

ITEM = "/openapi/v1/envs/PRO/apps/a/clusters/default/namespaces/n/items/k"
GOOD = {"key": "k", "value": "1", "comment": "", "type": 0}
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="it is not beside this checkout")


def request(method: str, path: str) -> Request:
    return Request(method, path, {}, b"", 0)


def test_a_right_request_passes():
    assert complaints(request("PUT", f"{ITEM}?createIfNotExists=true&operator=x"), GOOD) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("PUT", ITEM, GOOD, "createIfNotExists"),
        ("PUT", f"{ITEM}?createIfNotExists=maybe", GOOD, "wrong"),
        ("PUT", f"{ITEM}?createIfNotExists=true&x=1", GOOD, "unknown"),
        ("PUT", f"{ITEM}?createIfNotExists=true", {**GOOD, "value": 3}, "string"),
        ("PUT", f"{ITEM}?createIfNotExists=true", {**GOOD, "key2": "k"}, "key2"),
        ("PUT", f"{ITEM}?createIfNotExists=true", None, "missing"),
        ("PATCH", ITEM, GOOD, "no such call"),
        ("GET", ITEM, GOOD, "none is taken"),
    ],
)
def test_a_wrong_one_does_not(method, path, body, words):
    assert words in " ".join(complaints(request(method, path), body))

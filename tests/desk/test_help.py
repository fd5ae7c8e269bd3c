import pytest
from django.test import Client
from django.urls import reverse

from desk.handbook import FOLDER, PAGES, help_page
from ground import errors

REFUSALS = [
    kind.code
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.Refusal)
]
FRAMEWORK = [
    "parse_error", "not_authenticated", "authentication_failed", "permission_denied",
    "method_not_allowed", "unsupported_media_type", "throttled",
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_in_both_languages(name: str, language: str) -> None:
    assert (FOLDER / language / f"{name}.md").is_file()
    page = help_page(name, language)
    assert page is not None
    assert "<h1" in page.html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", [*REFUSALS, *FRAMEWORK])
def test_every_type_of_problem_has_its_place(code: str, language: str) -> None:
    page = help_page("problems", language)
    assert page is not None
    assert f'id="{code}"' in page.html


def test_help_is_open_to_everybody(db: None) -> None:
    assert Client().get("/help/").status_code == 200
    assert Client().get("/help/problems/").status_code == 200
    assert Client().get("/help/nothing/").status_code == 404
    assert reverse("desk:help-page", args=["problems"]) == "/help/problems/"

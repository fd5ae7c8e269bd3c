"""Language and look, before and after sign-in."""

import pytest


def test_somebody_unknown_keeps_the_language_in_a_cookie(db, client):
    answer = client.post("/language/", {"language": "en", "next": "/login/"})
    assert answer.url == "/login/"
    assert 'lang="en"' in client.get("/login/").content.decode()


def test_an_account_keeps_it_everywhere(cast, signed_in):
    signed_in(cast.ann).post("/language/", {"language": "en"})
    assert 'lang="en"' in signed_in(cast.ann).get("/profile/").content.decode()


def test_the_look_is_kept_with_the_account(cast, signed_in):
    assert signed_in(cast.ann).post("/theme/", {"theme": "dark"}).status_code == 204
    assert 'data-theme="dark"' in signed_in(cast.ann).get("/profile/").content.decode()


@pytest.mark.parametrize(("place", "field"), [("language", "language"), ("theme", "theme")])
def test_unknown_wishes_are_refused(db, client, place, field):
    assert client.post(f"/{place}/", {field: "<script>"}).status_code == 400


@pytest.mark.parametrize("away", ["https://evil.test/x", "//evil.test", "\\\\evil.test"])
def test_the_language_menu_never_leaves_the_house(db, client, away):
    assert client.post("/language/", {"language": "en", "next": away}).url == "/"


def test_get_changes_nothing(cast, signed_in):
    browser = signed_in(cast.ann)
    assert browser.get("/language/?language=en").status_code == 405
    assert browser.get("/theme/?theme=dark").status_code == 405

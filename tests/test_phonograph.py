"""Preparations that are played: only upon the very record that they were recorded upon."""

import pytest
from django.db import connection, transaction

from ground.models import Chain
from tests.phonograph import Phonograph

pytestmark = pytest.mark.django_db


class Stage:
    """Two preparations, one upon the other, in a transaction that is undone."""

    def __init__(self) -> None:
        self.phonograph, self.built = Phonograph(), list[str]()

    def build(self, name: str) -> None:
        self.built.append(name)
        Chain.objects.create(name=f"{name}-{len(self.built)}")

    def run(self) -> set[str]:
        with transaction.atomic():
            with self.phonograph.following():
                for name in ("first", "second"):
                    self.phonograph.play(name, lambda name=name: self.build(name))
            found = set(Chain.objects.values_list("name", flat=True))
            transaction.set_rollback(True)
        return found

    def age(self, name: str) -> None:
        for key, record in self.phonograph.records.items():
            if key[1] == name:
                record.made -= 1_000


@pytest.fixture
def stage() -> Stage:
    if connection.vendor != "sqlite":
        pytest.skip("nothing is played on PostgreSQL")
    return Stage()


def test_the_same_upon_the_same_is_played(stage: Stage):
    assert stage.run() == stage.run() == {"first-1", "second-2"}
    assert stage.built == ["first", "second"]


def test_what_stood_on_an_older_record_is_made_anew(stage: Stage):
    stage.run()
    stage.age("first")
    assert stage.run() == {"first-3", "second-4"}, "nothing of the old one is left in it"
    assert stage.run() == {"first-3", "second-4"}

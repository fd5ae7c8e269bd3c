"""What can be found: the texts of a subject, part by part, and the pieces they are made of."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.lookups import PiecesField


class PlainEncoder(json.JSONEncoder):
    """Chinese stays Chinese: half the size of escapes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class Text(models.Model):
    """The texts of one part of a subject.

    `cells` [[row, field, text], …] as they are shown, `folded` the same as they are
    compared, `head` the folded texts that name the subject.
    """

    subject = models.BigIntegerField()
    part = models.CharField(max_length=50)
    cells = models.JSONField(default=list, encoder=PlainEncoder)
    folded = models.TextField(blank=True)
    head = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("subject", "part"), name="text_part_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.part}"


class Gram(models.Model):
    """The pieces of one subject's texts; pieces of texts that are gone may remain.

    The table is made by a migration for each kind of database (`search/tables.py`).
    """

    subject = models.BigIntegerField(primary_key=True, db_column="rowid")
    grams = PiecesField(db_column="search_grams")

    class Meta:
        managed = False
        db_table = "search_grams"

    def __str__(self) -> str:
        return str(self.subject)


class SavedView(models.Model):
    """A search that somebody keeps under a name: the query string of a list page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=("user", "name"), name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name

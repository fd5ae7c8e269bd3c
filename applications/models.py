"""The installation's applications, the names they go by, and where those names occur."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.names import LONGEST
from ground.texts import fold


class Applications(models.QuerySet["Application"]):
    def listed(self) -> "Applications":
        """Those that stand for themselves; merged ones are names of another."""
        return self.filter(merged_into=None)

    def named(self, name: str) -> "Application | None":
        """The one that goes by that name, through aliases and merges."""
        return self.filter(names__fold=fold(name)).first()

    def matching(self, words: str) -> "Applications":
        """Each word occurs in a name, the team, the owner or the repository."""
        found = self
        for word in words.split()[:5]:
            named = Name.objects.filter(application=OuterRef("pk"), fold__contains=fold(word))
            told = Q(*[(f"{field}__icontains", word) for field in TOLD], _connector=Q.OR)
            found = found.filter(Q(Exists(named)) | told)
        return found


class Application(models.Model):
    """A deployable system: plans name it, people say whose it is.

    `fold` is its name as names are compared; a merged application keeps its facts,
    so that the merge can be undone. `changed_at` is empty until somebody edits it.
    """

    name = models.CharField(_("名称"), max_length=LONGEST)
    fold = models.CharField(max_length=200, unique=True, editable=False)
    team = models.CharField(_("团队"), max_length=100, blank=True)
    owner = models.CharField(_("负责人"), max_length=100, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="applications", verbose_name=_("负责人账号"),
    )  # fmt: skip
    repository = models.CharField(_("代码库"), max_length=500, blank=True)
    config_app_id = models.CharField(_("配置中心应用"), max_length=100, blank=True)
    note = models.TextField(_("说明"), max_length=5_000, blank=True)
    retired = models.BooleanField(_("已下线"), default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = Applications.as_manager()

    FACTS = ("team", "owner", "account", "repository", "config_app_id", "note", "retired")

    class Meta:
        ordering = ("fold",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", args=[self.pk])

    @property
    def owner_called(self) -> str:
        return self.account.called if self.account else self.owner


class Name(models.Model):
    """A name by which plans know an application.

    `application` is whom it means today, `home` whose it was before a merge.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="names")
    home = models.ForeignKey(Application, models.CASCADE, related_name="+")
    text = models.CharField(max_length=LONGEST)
    fold = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ("fold",)

    def __str__(self) -> str:
        return self.text


class Mention(models.Model):
    """A name occurs in a part of something; who keeps these things knows their numbers."""

    subject = models.BigIntegerField()
    part = models.CharField(max_length=50)
    fold = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("subject", "part", "fold"), name="application_mention_once"
            )
        ]
        indexes = [models.Index(fields=("fold", "subject"), name="application_mention_by_name")]

    def __str__(self) -> str:
        return f"{self.subject} {self.part} {self.fold}"


TOLD = ("team", "owner", "account__display_name", "account__username", "repository")


def aliases_of(applications: Iterable[Application]) -> dict[int, list[Any]]:
    """{application: its other names}, in one query."""
    by_id = {one.pk: one for one in applications}
    found: dict[int, list[Any]] = {pk: [] for pk in by_id}
    for name in Name.objects.filter(application__in=by_id):
        if name.fold != by_id[name.application_id].fold:
            found[name.application_id].append(name)
    return found

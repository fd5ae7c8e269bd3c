from django.apps import AppConfig


class NewcomerConfig(AppConfig):
    """An app that brings one section of its own: one file, one migration."""

    name = "tests.newcomer"
    label = "newcomer"
    default_auto_field = "django.db.models.BigAutoField"

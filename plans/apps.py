from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("发布计划")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plans.overriding import contribute  # noqa: F401, PLC0415 - models first

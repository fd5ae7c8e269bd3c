from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrayConfig(AppConfig):
    name = "gray"
    verbose_name = _("灰度")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gray import dependency_help, drivers, helping  # noqa: F401, PLC0415 - models first

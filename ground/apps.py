from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GroundConfig(AppConfig):
    """Loads what every app declares: its policies, events, contributions and due work."""

    name = "ground"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("policies", "events", "contribute", "due", "followers", "curtains")

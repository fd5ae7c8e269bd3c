from typing import Any

from django.conf import settings
from django.db import migrations, models


def index_windows(apps: Any, schema_editor: Any) -> None:
    """Plans without a window last: what SQLite does by itself and PostgreSQL when told."""
    last = " NULLS LAST" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(
        f"CREATE INDEX plan_window ON plans_plan (window_start DESC{last}, id DESC)"
    )


def drop_windows(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP INDEX plan_window")


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0002_templates_and_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['-created_at', '-id'], name='plan_newest'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['-changed_at', '-id'], name='plan_changed'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['status', '-created_at', '-id'], name='plan_status'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['owner', '-created_at', '-id'], name='plan_owner'),
        ),
        migrations.RunPython(index_windows, drop_windows),
    ]

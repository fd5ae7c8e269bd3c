"""Plans that are there already: nothing of their past is told, and the clock looks at those alive."""

from typing import Any

from django.db import migrations
from django.utils.timezone import now

LIVE = ("approved", "releasing", "ramping", "observing", "paused")
SILENT = ("draft", "rejected", "template")


def know(apps: Any, _schema_editor: Any) -> None:
    Bulletin = apps.get_model("announcements", "Bulletin")
    Chain = apps.get_model("ground", "Chain")
    lengths = dict(Chain.objects.values_list("name", "length"))
    moment = now()
    plans = apps.get_model("plans", "Plan").objects.exclude(status="template")
    fields = ("pk", "number", "status", "window_start", "window_end")
    Bulletin.objects.bulk_create(
        [
            Bulletin(
                plan_id=pk, heard_upto=lengths.get(f"plan:{number}", 0),
                window_start=start, window_end=end,
                live_since=moment if status in LIVE else None,
                look_at=None if status in SILENT else moment,
            )
            for pk, number, status, start, end in plans.values_list(*fields)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("announcements", "0001_initial"),
        ("ground", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(know, migrations.RunPython.noop),
    ]

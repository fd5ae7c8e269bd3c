"""Gates that are open at the upgrade have been asked for since they opened."""

from typing import Any

from django.db import migrations
from django.db.models import F


def begin(apps: Any, _editor: Any) -> None:
    gates = apps.get_model("approvals", "Gate").objects
    gates.filter(state="open", asked_at=None).update(asked_at=F("opened_at"))


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_asked_at")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]

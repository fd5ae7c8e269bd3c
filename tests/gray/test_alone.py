"""Processes that serve flags alone carry nothing of the rest of the house."""

import os
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT

CODE = """
import sys
import releaseplan.flags
from django.apps import apps
assert not apps.apps_ready, "the whole house was loaded"
heavy = {"rest_framework", "weasyprint", "plans.models", "gray.models"} & set(sys.modules)
assert not heavy, heavy
said = []
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/ofrep/v1/evaluate/flags"}
releaseplan.flags.application(environ, lambda status, headers: said.append(status))
assert said == ["405 Method Not Allowed"], said
"""


def test_the_flags_need_no_model_and_no_page(tmp_path: Path):
    env = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "releaseplan.settings"}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path}/none.sqlite3"
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

"""The product's settings, made quick and private for tests."""

import os
import tempfile
from pathlib import Path

_var = Path(tempfile.gettempdir()) / f"releaseplan-tests-{os.getuid()}"
for _name in ("REDIS_URL", "EMAIL_URL", "SENTRY_DSN", "BASE_URL", "ALLOWED_HOSTS"):
    os.environ.pop(_name, None)
os.environ["VAR_DIR"] = str(_var)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_var}/tests.sqlite3")
os.environ["SECRET_KEY"] = "tests-only-" + "0123456789abcdef" * 3
os.environ["DEBUG"] = "0"

from releaseplan.settings import *  # noqa: E402, F403 - the environment comes first

INSTALLED_APPS = [*INSTALLED_APPS, "tests.newcomer.apps.NewcomerConfig"]  # noqa: F405
DATABASES = DATABASES  # noqa: F405, PLW0127 - named for the reader
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

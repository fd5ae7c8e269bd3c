"""The product's settings, made quick and private for tests."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="releaseplan-tests-"))
_process = os.getpid()


@atexit.register
def _leave_nothing() -> None:
    if os.getpid() == _process:
        shutil.rmtree(_var, ignore_errors=True)


for _name in ("REDIS_URL", "EMAIL_URL", "SENTRY_DSN", "BASE_URL", "ALLOWED_HOSTS"):
    os.environ.pop(_name, None)
os.environ["VAR_DIR"] = str(_var)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_var}/tests.sqlite3")
os.environ["SECRET_KEY"] = "tests-only-" + "0123456789abcdef" * 3
os.environ["DEBUG"] = "0"

from releaseplan.catalogs import compile_catalogs  # noqa: E402
from releaseplan.settings import *  # noqa: E402, F403 - the environment comes first

compile_catalogs(BASE_DIR / "locale")  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "tests.newcomer.apps.NewcomerConfig"]  # noqa: F405
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_URL = "/static/"
RATES = {}
# Every client of a test is a server of its own: none lists the static files before it is asked.
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file of this process: a live server's threads then have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": f"{_var}/tests.sqlite3"}  # noqa: F405

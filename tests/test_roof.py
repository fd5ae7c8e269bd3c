"""The roof: what the environment may say, and what every request passes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ground.errors import Denied
from people.models import User
from plans.models import Plan
from releaseplan import assets, env, secret
from releaseplan.celery import Waker
from releaseplan.lock import AlreadyRunning, Lock
from releaseplan.middleware import LanguageMiddleware, RefusalMiddleware, forwarded_address

ROOT = Path(__file__).resolve().parent.parent
GOOD_KEY = "kJ8s-fP2mZq7Lx0vRt5Yw3Nc6Hb1Ge9Da4Ui"
PRODUCTION = {
    "DATABASE_URL": "postgresql://u:p@db/x",
    "REDIS_URL": "redis://r/0",
    "ALLOWED_HOSTS": "plans.example.com",
    "SECRET_KEY": GOOD_KEY,
}


def words_of_manage(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py diffsettings` in an environment of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 40}, "SECRET_KEY is a default"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is a default or too short"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        ({"DEBUG": "maybe"}, "DEBUG='maybe'"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL begins with 'mysql'"),
        ({"DATABASE_URL": "postgresql://u@db:port/x"}, "DATABASE_URL is not an address"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL begins with"),
        ({"EMAIL_URL": "pop3://x"}, "EMAIL_URL begins with 'pop3'"),
        ({"EMAIL_URL": "folder://mail"}, "EMAIL_URL"),
        ({"DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL"),
        ({"BASE_URL": "plans.example.com"}, "BASE_URL begins with"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE='Mars/Olympus'"),
        ({"LANGUAGE_CODE": "tlh"}, "LANGUAGE_CODE='tlh' is unknown"),
        ({"SENTRY_DSN": "nonsense"}, "SENTRY_DSN"),
        ({"OFREP_ORIGINS": "shop.example.com"}, "OFREP_ORIGINS begins with"),
        ({"METRICS_SECONDS": "0"}, "METRICS_SECONDS='0' is no amount"),
        ({"OFREP_RATE": "-1"}, "OFREP_RATE='-1' is no amount"),
        ({"ATTACHMENT_MAX_MB": "0"}, "ATTACHMENT_MAX_MB='0' is no amount"),
        ({"ATTACHMENTS_OF_PLAN_MB": "1.5"}, "ATTACHMENTS_OF_PLAN_MB='1.5' is no amount"),
        ({"MEDIA_ROOT": "/proc/nowhere"}, "MEDIA_ROOT='/proc/nowhere' cannot be used"),
    ],
)
def test_a_bad_environment_refuses_to_start_in_one_sentence(
    tmp_path: Path, changes: dict[str, str], word: str
):
    done = words_of_manage(tmp_path, **{**PRODUCTION, **changes})
    assert done.returncode != 0
    assert word in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.long
def test_a_good_production_environment_starts(tmp_path: Path):
    done = words_of_manage(tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "DEBUG = True" not in done.stdout


@pytest.mark.long
def test_an_empty_environment_is_an_embedded_installation_with_a_key_of_its_own(tmp_path: Path):
    done = words_of_manage(tmp_path)
    assert done.returncode == 0, done.stderr
    key = (tmp_path / "secret-key").read_text()
    assert len(key) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert secret.kept_key(tmp_path / "secret-key") == key


def test_debug_off_said_aloud_needs_a_key(tmp_path: Path):
    assert "SECRET_KEY is missing" in words_of_manage(tmp_path, DEBUG="0").stderr


def test_postgresql_addresses_are_read_whole():
    read = env.database("X", "postgresql://u%40x:p%2F@db.example:6432/plans?sslmode=require")
    assert read["USER"] == "u@x"
    assert read["PASSWORD"] == "p/"
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example", "6432", "plans")
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_listens_on_a_socket_too():
    assert env.database("X", "postgres://u@/plans?host=/run/pg")["HOST"] == "/run/pg"


def test_sqlite_queues_writers():
    assert env.database("X", "sqlite:////x/y.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with pytest.raises(ImproperlyConfigured):
        env.database("X", "sqlite://")


def test_the_mark_of_static_files_follows_their_content(tmp_path: Path):
    (tmp_path / "a.css").write_text("one")
    before = assets.mark(tmp_path)
    assert assets.mark(tmp_path) == before
    (tmp_path / "a.css").write_text("two")
    assert assets.mark(tmp_path) != before
    assert assets.mark(tmp_path / "nothing")


def test_the_account_s_language_wins_over_the_cookie_s_and_the_browser_is_not_asked():
    seen = []

    def answer(request):
        seen.append(request.LANGUAGE_CODE)
        return HttpResponse()

    for language, cookie in [("en", "zh-hans"), ("", "en"), ("", ""), ("", "tlh")]:
        request = RequestFactory(headers={"Accept-Language": "en"}).get("/")
        request.user = User(language=language)
        request.COOKIES["django_language"] = cookie
        LanguageMiddleware(answer)(request)
    assert seen == ["en", "en", "zh-hans", "zh-hans"]


def test_a_refusal_is_a_page_or_a_problem_document_with_the_same_words():
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    request.user = User()
    page = middleware.process_exception(request, Denied("只有测试负责人能签"))
    assert page is not None and page.status_code == 403
    assert "只有测试负责人能签" in page.content.decode()
    request = RequestFactory(headers={"HX-Request": "true"}).get("/")
    fragment = middleware.process_exception(request, Denied("只有测试负责人能签"))
    assert fragment is not None and fragment.status_code == 403
    assert json.loads(fragment.content)["detail"] == "只有测试负责人能签"
    assert middleware.process_exception(request, ValueError()) is None


def test_a_proxy_s_own_address_counts_not_what_the_client_wrote():
    request = RequestFactory(headers={"X-Forwarded-For": "1.1.1.1, 9.9.9.9"}).get("/")
    assert forwarded_address(request) == "9.9.9.9"


@pytest.mark.django_db
def test_every_page_has_a_strict_content_policy(client: Client):
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_health_is_open_and_readiness_names_what_is_missing(client: Client):
    assert client.get("/healthz").content == b"ok\n"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "ok", "clock": "no clock has run yet"}


@pytest.mark.django_db
def test_metrics_count_what_the_tables_hold(client: Client, plan: Plan):
    words = client.get("/metrics").content.decode()
    assert "releaseplan_clock_age_seconds" in words
    assert 'releaseplan_plans{status="draft"} 1.0' in words


def test_scripts_get_their_words(client: Client):
    assert b"gettext" in client.get("/jsi18n/").content


@pytest.mark.long
def test_a_wake_up_that_cannot_be_sent_is_no_error():
    app = Waker("lonely", broker="redis://127.0.0.1:1/0")
    app.conf.broker_connection_timeout = 0.2
    app.conf.task_publish_retry = False
    assert app.send_task("anything") is None


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path):
    with (
        Lock(tmp_path / "lock"),
        pytest.raises(AlreadyRunning, match=str(os.getpid())),
        Lock(tmp_path / "lock"),
    ):
        pass
    with Lock(tmp_path / "lock"):
        pass

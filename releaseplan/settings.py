"""Settings. The environment is read here, once; a bad value refuses to start and says why."""

import os
from pathlib import Path
from typing import Any

import sentry_sdk
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from releaseplan import assets, env, secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("VAR_DIR", os.environ.get("VAR_DIR", str(BASE_DIR / "var")))

# --- the environment -------------------------------------------------------------------------

_database = os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'releaseplan.sqlite3'}")
_port = os.environ.get("PORT", "8000")

DATABASES = {"default": env.database("DATABASE_URL", _database)}
REDIS_URL = env.broker("REDIS_URL", os.environ.get("REDIS_URL", ""))
EMBEDDED = not REDIS_URL
"""One process serves everything: no broker, mails into a folder."""

DEBUG = env.flag("DEBUG", os.environ.get("DEBUG", "0"))
_keeps_key = EMBEDDED and "sqlite" in DATABASES["default"]["ENGINE"] and "DEBUG" not in os.environ
_key = os.environ.get("SECRET_KEY", "")
SECRET_KEY = (
    secret.kept_key(VAR_DIR / "secret-key")
    if not _key and (_keeps_key or DEBUG)
    else _key
    if DEBUG
    else secret.given_key(_key)
)
SECRET_KEY_FALLBACKS = env.words(os.environ.get("SECRET_KEY_FALLBACKS", ""))
"""Former keys: what they signed and sealed can still be read."""

BASE_URL = env.site("BASE_URL", os.environ.get("BASE_URL", f"http://127.0.0.1:{_port}"))
ALLOWED_HOSTS = env.words(os.environ.get("ALLOWED_HOSTS", ""))
if not ALLOWED_HOSTS and not (EMBEDDED or DEBUG):
    raise ImproperlyConfigured("ALLOWED_HOSTS is missing: name the hosts, separated by commas.")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]

EMAIL_URL = env.mail("EMAIL_URL", os.environ.get("EMAIL_URL", f"folder://{VAR_DIR / 'mail'}"))
DEFAULT_FROM_EMAIL = env.address(
    "DEFAULT_FROM_EMAIL", os.environ.get("DEFAULT_FROM_EMAIL", "发布计划 <releaseplan@localhost>")
)
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LANGUAGE_CODE = env.one_of(
    "LANGUAGE_CODE", os.environ.get("LANGUAGE_CODE", "zh-hans"), [code for code, _name in LANGUAGES]
)
TIME_ZONE = env.zone("TIME_ZONE", os.environ.get("TIME_ZONE", "Asia/Shanghai"))
MEDIA_ROOT = env.folder("MEDIA_ROOT", os.environ.get("MEDIA_ROOT", str(VAR_DIR / "media")))
ATTACHMENT_MAX_MB = env.amount("ATTACHMENT_MAX_MB", os.environ.get("ATTACHMENT_MAX_MB", "20"))
ATTACHMENTS_OF_PLAN_MB = env.amount(
    "ATTACHMENTS_OF_PLAN_MB", os.environ.get("ATTACHMENTS_OF_PLAN_MB", "500")
)
"""Megabytes of one attachment, and of all of one plan."""
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
METRICS_SECONDS = env.amount("METRICS_SECONDS", os.environ.get("METRICS_SECONDS", "15"))
"""How often the metrics of a ramp are asked, in seconds."""
OFREP_RATE = env.limit("OFREP_RATE", os.environ.get("OFREP_RATE", "0"))
"""Questions that one environment key may ask a web process in a second; 0: any number."""
OFREP_ORIGINS = env.origins("OFREP_ORIGINS", os.environ.get("OFREP_ORIGINS", ""))
"""Origins (https://host) whose pages may ask for flags from the browser; * is any."""
TRUST_PROXY = env.flag("TRUST_PROXY", os.environ.get("TRUST_PROXY", "0"))
"""A reverse proxy sets X-Forwarded-Proto and X-Forwarded-For itself."""
OUTBOUND_ALLOWED_HOSTS = env.words(os.environ.get("OUTBOUND_ALLOWED_HOSTS", ""))
"""Hosts (or host:port) inside the network to which robots and drivers may send all the same."""

# --- the house -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "desk",
    "gray",
    "approvals",
    "comments",
    "announcements",
    "attachments",
    "plans",
    "notices",
    "calendars",
    "applications",
    "search",
    "people",
    "ground",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "guardian",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "releaseplan.middleware.PrivateAnswerMiddleware",
    "csp.middleware.CSPMiddleware",
    "releaseplan.plain.PlainRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "releaseplan.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "releaseplan.returning.ReturningMiddleware",
    "releaseplan.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "releaseplan.urls"
WSGI_APPLICATION = "releaseplan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- what may be forgotten ---------------------------------------------------------------------

CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if EMBEDDED
    else {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "releaseplan",
    }
}

# --- files -----------------------------------------------------------------------------------

STATIC_ROOT = env.folder("VAR_DIR", str(VAR_DIR / "static"))
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static"]
VENDOR_DIR = BASE_DIR / "var" / "vendor"
"""Fonts for the printed document, where the system's cannot be installed."""
STATIC_URL = "/static/"
if not DEBUG:
    STATIC_URL += assets.mark(BASE_DIR / "static", BASE_DIR / "requirements.lock") + "/"
    WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"
WHITENOISE_USE_FINDERS = EMBEDDED or DEBUG
"""Embedded: served from where they lie; in production from STATIC_ROOT, with compressed copies."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- people and safety -----------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "people.passwords.LongEnough"}]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "desk:inbox"
LOGOUT_REDIRECT_URL = "people:login"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
"""Hours."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "people.doorkeeper.Doorkeeper"
SIGN_IN_NAMES = 20
"""So many names may fail from one address before it has to wait."""
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False
if TRUST_PROXY:
    AXES_CLIENT_IP_CALLABLE = "releaseplan.middleware.forwarded_address"

RATES = {
    "api": 1200, "import": 30, "review": 240, "print": 30, "password": 5, "comment": 30,
    "attach": 60, "search": 300, "check": 300, "compare": 120, "gate": 30, "delegate": 10,
    "override": 10,
}  # fmt: skip
"""Requests of one person a minute, in each process."""

_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
"""Scripts take the token from the page."""

SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- REST ------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["people.permissions.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["people.throttle.PerPerson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "ground.bodies.PlainJSON",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ground.problems.handle",
    "UNICODE_JSON": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "发布计划",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- jobs ------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"polling_interval": 0.02}
    if EMBEDDED
    else {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2}
)
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {"watch-the-clock": {"task": "releaseplan.watch_clock", "schedule": 30.0}}

# --- what we say about ourselves -------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "releaseplan": {"level": "INFO"},
        "celery": {"level": "WARNING"},
        # It warns whenever a browser asks for more files at once than there are threads.
        "waitress.queue": {"level": "ERROR"},
    },
}
if SENTRY_DSN:
    try:
        # Neither what people sent nor what our variables held: both may carry secrets.
        sentry_sdk.init(
            dsn=SENTRY_DSN,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
        )
    except ValueError as error:
        raise ImproperlyConfigured("SENTRY_DSN is not a Sentry address.") from error

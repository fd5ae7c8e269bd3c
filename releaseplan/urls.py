"""Where every address begins; each app names its own below."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import conditional_page
from django.views.i18n import JavaScriptCatalog
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from releaseplan import health

APPS = (
    "people", "calendars", "notices", "applications", "search", "plans", "attachments",
    "approvals", "gray", "comments", "announcements", "desk",
)  # fmt: skip


def _doors(module: str, prefix: str) -> list[URLResolver]:
    """The routes of every app that has such a module."""
    return [
        path(prefix, include(f"{app}.{module}")) for app in APPS if find_spec(f"{app}.{module}")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("jsi18n/", conditional_page(JavaScriptCatalog.as_view()), name="javascript-catalog"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "api/v1/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", http_method_names=["get", "head"]),
        name="api-docs",
    ),
    *_doors("api_urls", "api/v1/"),
    *_doors("urls", ""),
]

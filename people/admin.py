"""Accounts in the admin site: no second door in, and what it changes is recorded."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ground.numbers import whole
from ground.policies import authorize
from people.actions import note_change
from people.models import Token, User


def sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Everybody comes in by the one sign-in page; who may not be here hears why."""
    if request.user.is_authenticated:
        authorize(request.user, "installation.administer")
    return redirect_to_login(request.GET.get("next", "/admin/"))


admin.site.site_header = admin.site.site_title = _("发布计划 · 管理后台")
admin.site.login = sign_in  # type: ignore[method-assign]


@admin.register(User)
class PersonAdmin(UserAdmin):
    """To look at and switch; people are made, and get password links, on the settings page."""

    list_display = ("username", "display_name", "email", "is_active", "is_superuser")
    search_fields = ("username", "display_name", "email")
    fieldsets = (
        (None, {"fields": ("username",)}),
        (_("本人"), {"fields": ("display_name", "email")}),
        (_("权限"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("时间"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ("groups",)
    readonly_fields = ("username", "last_login", "date_joined")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are deactivated: what they signed keeps their name."""
        return False

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Nobody types a password for somebody else."""
        return redirect("people:person", pk=whole(id) or 0)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            note_change(
                obj, by=cast("User", request.user), fields=list(form.changed_data),
                former=form.initial.get("display_name", ""),
            )  # fmt: skip


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    """To look at; tokens are made and revoked by their owners."""

    list_display = ("prefix", "name", "user", "scopes", "expires_at", "revoked_at", "last_used_at")
    search_fields = ("prefix", "name", "user__username")
    exclude = ("digest",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

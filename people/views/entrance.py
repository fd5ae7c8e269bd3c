"""In and out: sign-in, the first administrator, passwords."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ground.pace import slow_down
from people.actions import create_first_administrator, set_password
from people.actions.accounts import has_administrator
from people.demo import PASSWORD, demo_people
from people.forms import FirstAdministratorForm, SignInForm
from people.links import is_first_ticket
from people.models import User
from people.views.preferences import remember

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(views.LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(demo=demo_people(), demo_password=PASSWORD, **context)

    def form_valid(self, form: Any) -> HttpResponse:
        return remember(super().form_valid(form), form.get_user())


class ChangePassword(views.PasswordChangeView):
    template_name = "registration/password.html"
    success_url = reverse_lazy("people:profile")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A session alone is not enough to try passwords with."""
        slow_down("password", request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        set_password(form.user, form.cleaned_data["new_password1"], by=form.user)
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, _("密码已修改，其他设备上的登录已退出。"))
        return redirect(self.get_success_url())


class SetPassword(views.PasswordResetConfirmView):
    """Reached by a link from an administrator; the link dies with the first use."""

    template_name = "registration/set_password.html"
    success_url = reverse_lazy("people:login")

    def form_valid(self, form: Any) -> HttpResponse:
        set_password(form.user, form.cleaned_data["new_password1"], by=form.user)
        del self.request.session[views.INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, _("密码已设置，请登录。"))
        return redirect(str(self.success_url))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_administrator(request: HttpRequest, ticket: str) -> HttpResponse:
    """An empty installation gets its administrator; looking at the page does nothing."""
    if has_administrator() or not is_first_ticket(ticket):
        return render(request, "registration/first_gone.html", status=410)
    form = FirstAdministratorForm(User(), request.POST or None)
    if not form.is_valid():
        return render(request, "registration/first.html", {"form": form})
    values = form.cleaned_data
    person = create_first_administrator(
        username=values["username"],
        display_name=values["display_name"],
        password=values["new_password1"],
    )
    login(request, person, backend=MODEL_BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


sign_in = method_decorator(never_cache, name="dispatch")(SignIn).as_view()

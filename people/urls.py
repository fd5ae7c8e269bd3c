from django.contrib.auth.views import LogoutView
from django.urls import path

from people.views import delegation, entrance, preferences, profile, settings

app_name = "people"
urlpatterns = [
    path("login/", entrance.sign_in, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("first/<str:ticket>/", entrance.first_administrator, name="first"),
    path("password/", entrance.ChangePassword.as_view(), name="password"),
    path("password/<uidb64>/<token>/", entrance.SetPassword.as_view(), name="set-password"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("profile/", profile.profile, name="profile"),
    path("profile/save/", profile.save, name="save"),
    path("profile/tokens/", profile.new_token, name="new-token"),
    path("profile/tokens/<int:pk>/revoke/", profile.revoke, name="revoke"),
    path("profile/delegation/", delegation.delegation, name="delegation"),
    path("profile/delegation/<int:pk>/revoke/", delegation.revoke, name="revoke-delegation"),
    path("profile/sessions/end/", profile.sign_out_others, name="sign-out-others"),
    path("settings/", settings.people, name="settings"),
    path("settings/people/new/", settings.new_person, name="new-person"),
    path("settings/people/<int:pk>/", settings.person, name="person"),
    path("settings/people/<int:pk>/switch/", settings.switch, name="switch"),
    path("settings/people/<int:pk>/link/", settings.link, name="link"),
]

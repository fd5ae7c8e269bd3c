from django.urls import path

from calendars import views

app_name = "calendars"
base = "calendar/windows/"

urlpatterns = [
    path(base, views.settings, name="settings"),
    path(f"{base}workdays/", views.seed, name="seed"),
    path(f"{base}notice/", views.notice, name="notice"),
    path(f"{base}new/<slug:kind>/", views.edit, name="new"),
    path(f"{base}<slug:kind>/<int:pk>/", views.edit, name="edit"),
    path(f"{base}<slug:kind>/<int:pk>/delete/", views.delete, name="delete"),
]

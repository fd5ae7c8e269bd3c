from django.urls import path

from applications import views

app_name = "applications"
one = "applications/<int:pk>/"

urlpatterns = [
    path("applications/", views.listing, name="list"),
    path("applications/new/", views.new, name="new"),
    path(one, views.detail, name="detail"),
    path(f"{one}edit/", views.edit, name="edit"),
    path(f"{one}name/", views.rename, name="rename"),
    path(f"{one}aliases/", views.alias, name="alias"),
    path(f"{one}aliases/<int:name>/delete/", views.drop_alias, name="drop-alias"),
    path(f"{one}merge/", views.merge, name="merge"),
    path(f"{one}separation/", views.separate, name="separate"),
]

from django.urls import path

from attachments import views

app_name = "attachments"
all_of = "plans/<str:number>/attachments/"
one = f"{all_of}<int:pk>/"

urlpatterns = [
    path(all_of, views.page, name="list"),
    path(f"{all_of}panel/", views.panel, name="panel"),
    path(f"{all_of}at/<str:key>/<int:row>/", views.place, name="place"),
    path(f"{one}file/", views.file, name="file"),
    path(f"{one}picture/", views.picture, name="picture"),
    path(f"{one}removal/", views.removal, name="remove"),
]

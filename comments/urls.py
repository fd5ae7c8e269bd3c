from django.urls import path

from comments import views

app_name = "comments"
all_of = "plans/<str:number>/comments/"
at = f"{all_of}at/<str:key>/<int:row>/"
one = f"{all_of}<int:pk>/"
thread = f"{all_of}threads/<int:pk>/"

urlpatterns = [
    path(all_of, views.page, name="list"),
    path(f"{all_of}panel/", views.panel, name="panel"),
    path(f"{all_of}people/", views.people, name="people"),
    path(f"{at}said/", views.said, name="said"),
    path(at, views.talk, name="talk"),
    path(f"{one}edit/", views.edit, name="edit"),
    path(f"{one}delete/", views.delete, name="delete"),
    path(f"{thread}resolution/", views.resolution, name="resolve"),
    path(f"{thread}reopening/", views.reopening, name="reopen"),
    path(f"{thread}seen/", views.seen, name="seen"),
]

from django.urls import path

from announcements import views

app_name = "announcements"
all_of = "plans/<str:number>/messages/"

urlpatterns = [
    path(all_of, views.page, name="list"),
    path(f"{all_of}panel/", views.panel, name="panel"),
    path(f"{all_of}<int:pk>/resend/", views.resend_message, name="resend"),
    path(f"{all_of}robots/", views.robots, name="robots"),
]

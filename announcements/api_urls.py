from django.urls import path

from announcements import api

urlpatterns = [
    path("plans/<str:number>/messages/", api.Messages.as_view(), name="api-messages"),
]

from django.urls import path

from attachments import api

all_of = "plans/<str:number>/attachments/"

urlpatterns = [
    path(all_of, api.Attachments.as_view(), name="api-attachments"),
    path(f"{all_of}<int:pk>/", api.OneAttachment.as_view(), name="api-attachment"),
    path(f"{all_of}<int:pk>/file/", api.FileOfAttachment.as_view(), name="api-attachment-file"),
]

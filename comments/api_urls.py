from django.urls import path

from comments import api

all_of = "plans/<str:number>/comments/"

urlpatterns = [
    path(all_of, api.Comments.as_view(), name="api-comments"),
    path(f"{all_of}<int:pk>/", api.OneComment.as_view(), name="api-comment"),
    path(f"{all_of}threads/<int:pk>/", api.OneThread.as_view(), name="api-comment-thread"),
]

from django.urls import path

from applications import api

urlpatterns = [
    path("applications/", api.Applications.as_view(), name="api-applications"),
    path("applications/<int:pk>/", api.OneApplication.as_view(), name="api-application"),
    path("applications/<int:pk>/history/", api.History.as_view(), name="api-application-history"),
    path("applications/<int:pk>/merge/", api.Merge.as_view(), name="api-application-merge"),
]

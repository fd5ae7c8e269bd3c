from django.urls import path

from gray import api

one = "plans/<str:number>/ramps/"

urlpatterns = [
    path(one, api.Ramps.as_view(), name="api-ramps"),
    path(f"{one}<int:pk>/", api.OneRamp.as_view(), name="api-ramp"),
    path(f"{one}<int:pk>/commands/", api.Commands.as_view(), name="api-ramp-commands"),
]

from django.urls import path

from people.api import Me
from people.delegation_api import Delegations, Revocation

urlpatterns = [
    path("me/", Me.as_view(), name="api-me"),
    path("delegations/", Delegations.as_view(), name="api-delegations"),
    path(
        "delegations/<int:pk>/revocation/",
        Revocation.as_view(),
        name="api-delegation-revocation",
    ),
]

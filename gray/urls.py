from django.urls import path

from gray.views import connections, keys, overview, plan

app_name = "gray"
one = "plans/<str:number>/gray/"

urlpatterns = [
    path("gray/", overview.overview, name="overview"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<int:pk>/revoke/", keys.revoke, name="revoke-key"),
    path("settings/connections/", connections.connections, name="connections"),
    path(
        "settings/connections/new/<slug:kind>/", connections.new_connection, name="new-connection"
    ),
    path("settings/connections/<int:pk>/", connections.connection, name="connection"),
    path("settings/connections/<int:pk>/state/", connections.switch, name="connection-state"),
    path("settings/connections/<int:pk>/deletion/", connections.delete, name="connection-deletion"),
    path("settings/connections/<int:pk>/test/", connections.attempt, name="connection-test"),
    path(one, plan.page, name="plan"),
    path(f"{one}live/", plan.live, name="live"),
    path(f"{one}panel/", plan.panel, name="panel"),
    path(f"{one}new/", plan.new, name="new"),
    path(f"{one}<int:pk>/<slug:verb>/", plan.give, name="command"),
]

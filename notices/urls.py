from django.urls import path

from notices.views import hosts, outbox, robots, wishes

app_name = "notices"
urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.message, name="message"),
    path("outbox/<int:pk>/html/", outbox.html, name="html"),
    path("outbox/<int:pk>/resend/", outbox.resend_message, name="resend"),
    path("profile/notices/", wishes.wishes, name="wishes"),
    path("settings/robots/", robots.robots, name="robots"),
    path("settings/robots/new/<slug:kind>/", robots.new_robot, name="new-robot"),
    path("settings/robots/<int:pk>/", robots.robot, name="robot"),
    path("settings/robots/<int:pk>/state/", robots.switch, name="robot-state"),
    path("settings/robots/<int:pk>/deletion/", robots.delete, name="robot-deletion"),
    path("settings/robots/<int:pk>/test/", robots.attempt, name="robot-test"),
    path("settings/outbound/", hosts.hosts, name="hosts"),
    path("settings/outbound/<int:pk>/deletion/", hosts.withdraw, name="host-deletion"),
]

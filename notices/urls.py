from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.message, name="message"),
    path("outbox/<int:pk>/html/", views.html, name="html"),
    path("outbox/<int:pk>/resend/", views.resend_message, name="resend"),
]

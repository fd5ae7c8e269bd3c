from django.urls import path

from approvals import template_views, views

app_name = "approvals"
gates = "plans/<str:number>/gates/"
one = f"{gates}<int:pk>/"

urlpatterns = [
    path(gates, views.gates, name="gates"),
    path(f"{gates}template/", template_views.edit, name="template"),
    path(f"{gates}panel/", views.panel, name="panel"),
    path(f"{one}signoffs/", views.sign_gate, name="sign"),
    path(f"{one}record/", views.save_record, name="record"),
    path(f"{one}reminders/", views.remind_people, name="remind"),
    path(f"{one}reopening/", views.reopen_gate, name="reopen"),
    path(f"{one}since/<int:signoff>/", views.since, name="since"),
    path("plans/<str:number>/submission/", views.submit_plan, name="submit"),
    path("plans/<str:number>/withdrawal/", views.withdraw_plan, name="withdraw"),
    path("plans/<str:number>/completion/", views.complete_plan, name="complete"),
]

from django.urls import path

from approvals import link_views, template_views, views, waiver_views

app_name = "approvals"
gates = "plans/<str:number>/gates/"
one = f"{gates}<int:pk>/"

urlpatterns = [
    path(gates, views.gates, name="gates"),
    path(f"{gates}template/", template_views.edit, name="template"),
    path(f"{gates}panel/", views.panel, name="panel"),
    path(f"{gates}mentions/", views.mentions_read, name="mentions-read"),
    path(f"{one}signoffs/", views.sign_gate, name="sign"),
    path(f"{one}record/", views.save_record, name="record"),
    path(f"{one}reminders/", views.remind_people, name="remind"),
    path(f"{one}reopening/", views.reopen_gate, name="reopen"),
    path(f"{one}signoffs/<int:signoff>/withdrawal/", views.withdraw_signoff, name="take-back"),
    path(f"{one}waivers/", waiver_views.ask, name="waive"),
    path(f"{one}waivers/<int:waiver>/confirmation/", waiver_views.confirm, name="confirm-waiver"),
    path(f"{one}waivers/<int:waiver>/refusal/", waiver_views.refuse, name="refuse-waiver"),
    path(f"{one}waivers/<int:waiver>/review/", waiver_views.review, name="review-waiver"),
    path(f"{one}since/<int:signoff>/", views.since, name="since"),
    path("sign/<str:token>/", link_views.link, name="link"),
    path("plans/<str:number>/submission/", views.submit_plan, name="submit"),
    path("plans/<str:number>/withdrawal/", views.withdraw_plan, name="withdraw"),
    path("plans/<str:number>/completion/", views.complete_plan, name="complete"),
]

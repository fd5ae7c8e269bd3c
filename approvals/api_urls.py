from django.urls import path

from approvals import api

plan = "plans/<str:number>/"
gate = f"{plan}gates/<int:pk>/"

urlpatterns = [
    path(f"{plan}gates/", api.Gates.as_view(), name="api-gates"),
    path(gate, api.OneGate.as_view(), name="api-gate"),
    path(f"{gate}signoffs/", api.SignOffs.as_view(), name="api-signoffs"),
    path(f"{gate}record/", api.Record.as_view(), name="api-gate-record"),
    path(f"{gate}reminders/", api.Reminders.as_view(), name="api-gate-reminders"),
    path(f"{gate}reopening/", api.Reopening.as_view(), name="api-gate-reopening"),
    path(f"{plan}submission/", api.Submission.as_view(), name="api-submission"),
    path(f"{plan}withdrawal/", api.Withdrawal.as_view(), name="api-withdrawal"),
    path(f"{plan}completion/", api.Completion.as_view(), name="api-completion"),
]

from django.urls import path

from approvals import api, waiver_api

plan = "plans/<str:number>/"
gate = f"{plan}gates/<int:pk>/"

urlpatterns = [
    path(f"{plan}gates/", api.Gates.as_view(), name="api-gates"),
    path(gate, api.OneGate.as_view(), name="api-gate"),
    path(f"{gate}signoffs/", api.SignOffs.as_view(), name="api-signoffs"),
    path(f"{gate}record/", api.Record.as_view(), name="api-gate-record"),
    path(f"{gate}reminders/", api.Reminders.as_view(), name="api-gate-reminders"),
    path(f"{gate}reopening/", api.Reopening.as_view(), name="api-gate-reopening"),
    path(
        f"{gate}signoffs/<int:signoff>/withdrawal/",
        api.TakingBack.as_view(),
        name="api-signoff-withdrawal",
    ),
    path(f"{gate}waivers/", waiver_api.Waivers.as_view(), name="api-waivers"),
    path(
        f"{gate}waivers/<int:waiver>/confirmation/",
        waiver_api.Confirmation.as_view(),
        name="api-waiver-confirmation",
    ),
    path(
        f"{gate}waivers/<int:waiver>/refusal/",
        waiver_api.Refusing.as_view(),
        name="api-waiver-refusal",
    ),
    path(
        f"{gate}waivers/<int:waiver>/review/", waiver_api.Review.as_view(), name="api-waiver-review"
    ),
    path(f"{plan}submission/", api.Submission.as_view(), name="api-submission"),
    path(f"{plan}withdrawal/", api.Withdrawal.as_view(), name="api-withdrawal"),
    path(f"{plan}completion/", api.Completion.as_view(), name="api-completion"),
]

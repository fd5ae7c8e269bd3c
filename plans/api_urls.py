from django.urls import path

from plans.api import checking, helping, history, importing, notes, overrides, plans, rows, steps

one = "plans/<str:number>/"
table = f"{one}sections/<str:key>/"

urlpatterns = [
    path("plans/", plans.Plans.as_view(), name="api-plans"),
    path("plans/import/", importing.Import.as_view(), name="api-import"),
    path(f"{one}import/", importing.ImportInto.as_view(), name="api-import-into"),
    path(one, plans.OnePlan.as_view(), name="api-plan"),
    path(table, rows.Rows.as_view(), name="api-rows"),
    path(f"{table}order/", rows.Order.as_view(), name="api-order"),
    path(f"{table}restoration/", rows.Restoration.as_view(), name="api-restoration"),
    path(f"{table}warning/", rows.Warnings.as_view(), name="api-warning"),
    path(f"{table}<int:pk>/", rows.Row.as_view(), name="api-row"),
    path(f"{table}<int:pk>/progress/", rows.Progress.as_view(), name="api-progress"),
    path(f"{table}<int:pk>/help/", helping.RowHelp.as_view(), name="api-row-help"),
    path(f"{one}notes/", notes.Notes.as_view(), name="api-notes"),
    path(f"{one}notes/<int:pk>/", notes.OneNote.as_view(), name="api-note"),
    path(f"{one}check/", checking.Check.as_view(), name="api-check"),
    path(f"{one}check/fixes/", checking.Fixes.as_view(), name="api-check-fixes"),
    path(
        f"{one}check/acknowledgements/",
        checking.Acknowledgements.as_view(),
        name="api-acknowledgements",
    ),
    path(f"{one}overrides/", overrides.Overrides.as_view(), name="api-overrides"),
    path(f"{one}overrides/<int:pk>/", overrides.OneOverride.as_view(), name="api-override"),
    path(
        f"{one}overrides/<int:pk>/confirmation/",
        overrides.Confirmation.as_view(),
        name="api-override-confirmation",
    ),
    path(
        f"{one}overrides/<int:pk>/refusal/",
        overrides.Refusing.as_view(),
        name="api-override-refusal",
    ),
    path(f"{one}revisions/", history.Revisions.as_view(), name="api-revisions"),
    path(f"{one}revisions/<int:revision>/", history.OneRevision.as_view(), name="api-revision"),
    path(
        f"{one}revisions/<int:revision>/restoration/",
        history.Restoration.as_view(),
        name="api-revision-restoration",
    ),
    path(f"{one}revisions/<str:before>/diff/<str:after>/", history.Diff.as_view(), name="api-diff"),
    path(f"{one}events/", history.Events.as_view(), name="api-events"),
    path(f"{one}start/", steps.Start.as_view(), name="api-start"),
    path(f"{one}pause/", steps.Pause.as_view(), name="api-pause"),
    path(f"{one}resumption/", steps.Resumption.as_view(), name="api-resumption"),
    path(f"{one}cancellation/", steps.Cancellation.as_view(), name="api-cancellation"),
]

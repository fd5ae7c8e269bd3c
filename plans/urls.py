from django.urls import path

from plans.views import check, detail, history, importing, listing, live, making, notes, steps

app_name = "plans"
one = "plans/<str:number>/"

urlpatterns = [
    path("plans/", listing.listing, name="list"),
    path("plans/find/", listing.find, name="find"),
    path("plans/new/", making.new, name="new"),
    path("plans/import/", importing.new, name="import"),
    path("plans/import/preview/", importing.preview, name="preview"),
    path(one, detail.detail, name="detail"),
    path(f"{one}live/", live.live, name="live"),
    path(f"{one}info/", steps.info, name="info"),
    path(f"{one}copy/", steps.copy, name="copy"),
    path(f"{one}start/", steps.begin, name="start"),
    path(f"{one}pause/", steps.hold, name="pause"),
    path(f"{one}resumption/", steps.go_on, name="resumption"),
    path(f"{one}cancellation/", steps.give_up, name="cancellation"),
    path(f"{one}rollback-order/", detail.rollback, name="rollback-order"),
    path(f"{one}notes/new/", notes.new, name="new-note"),
    path(f"{one}notes/<int:pk>/", notes.show, name="note"),
    path(f"{one}notes/<int:pk>/edit/", notes.edit, name="edit-note"),
    path(f"{one}notes/<int:pk>/delete/", notes.delete, name="delete-note"),
    path(f"{one}check/", check.check, name="check"),
    path(f"{one}check/panel/", check.panel, name="check-panel"),
    path(f"{one}check/accept/", check.accept, name="accept"),
    path(f"{one}history/", history.history, name="history"),
    path(f"{one}history/chain/", history.chain, name="chain"),
    path(f"{one}history/diff/", history.diff, name="diff"),
    path(f"{one}history/seal/", history.seal_now, name="seal"),
]

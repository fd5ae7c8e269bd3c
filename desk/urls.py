from django.urls import path

from desk.views import board, calendar, exports, help, inbox, rehearsal, taps, texts

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("desk/count/", inbox.count, name="count"),
    path("desk/today/", inbox.today, name="today"),
    path("desk/findings/<str:number>/", inbox.findings, name="findings"),
    path("desk/awaited/<str:number>/", inbox.strip, name="awaited"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("help/", help.page, name="help"),
    path("help/<slug:name>/", help.page, name="help-page"),
    path("plans/<str:number>/board/", board.page, name="board"),
    path("plans/<str:number>/board/live/", board.live, name="live"),
    path("plans/<str:number>/board/apps/<int:pk>/", taps.app, name="app"),
    path("plans/<str:number>/board/apps/<int:pk>/undo/", taps.undo, name="undo"),
    path("plans/<str:number>/board/rows/<str:key>/<int:pk>/", taps.tick, name="tick"),
    path("plans/<str:number>/board/plan/<str:name>/", taps.verb, name="verb"),
    path("plans/<str:number>/rehearsal/", rehearsal.page, name="rehearsal"),
    path("plans/<str:number>/text/", texts.state, name="text"),
    path("plans/<str:number>/text/<str:key>/", texts.section, name="section-text"),
    path("schema/plan.json", exports.plan_schema, name="plan-schema"),
    path("plans/<str:number>/export/<slug:fmt>/", exports.export, name="export"),
    path("plans/<str:number>/renderings/<int:pk>/", exports.rendering, name="rendering"),
    path("plans/<str:number>/renderings/<int:pk>/file/", exports.rendered, name="rendered"),
]

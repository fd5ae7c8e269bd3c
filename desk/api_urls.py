from django.urls import path

from desk import api, rehearsal_api

urlpatterns = [
    path("may-deploy/", api.MayDeploy.as_view(), name="api-may-deploy"),
    path(
        "plans/<str:number>/rehearsal/",
        rehearsal_api.PlanRehearsal.as_view(),
        name="api-rehearsal",
    ),
    path("plans/<str:number>/rollback/", api.Rollback.as_view(), name="api-rollback"),
    path(
        "plans/<str:number>/apps/<str:app>/deployment/",
        api.Deployment.as_view(),
        name="api-deployment",
    ),
]

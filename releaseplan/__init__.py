"""The roof: settings, urls, processes. Imported by nobody below."""

from releaseplan.celery import app as celery_app

__all__ = ["celery_app"]

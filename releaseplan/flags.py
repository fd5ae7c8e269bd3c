"""Flags alone, for processes that serve nothing else: no models, no pages, little memory."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")

from django.conf import settings
from django.utils.log import configure_logging

from gray.ofrep import application

configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)

__all__ = ["application"]

"""Words of a plan inside a web address: they fill a blank and can never lead elsewhere."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from gray.connecting import Setup
from gray.drivers.base import DriverError


def segment(word: str) -> str:
    """As one segment of a path. Raises DriverError for what servers take for a step upwards."""
    if word in (".", ".."):
        raise DriverError(_("“%(word)s”不能写进网址，请改名。") % {"word": word})
    return quote(word, safe="")


def root_of(setup: Setup) -> str:
    """The address of a system, the same however its end is written."""
    return setup["address"].strip().rstrip("/").casefold()

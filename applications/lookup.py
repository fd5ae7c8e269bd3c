"""Finding the application that an address names."""

from django.utils.translation import gettext as _

from applications.models import Application, Name
from ground.errors import Hidden, Invalid


def find(pk: int) -> Application:
    """The application of that id, also a merged one; or Hidden."""
    found = Application.objects.select_related("account", "merged_into").filter(pk=pk).first()
    if found is None:
        raise Hidden(_("没有这个应用，可能已被合并，请从列表里找。"))
    return found


def find_alias(application: Application, pk: int) -> Name:
    found = application.names.select_related("application").filter(pk=pk).first()
    if found is None:
        raise Hidden(_("没有这个别名，可能已被去掉。"))
    return found


def named(name: str) -> Application:
    """The application that a form names, by any of its names; or Invalid."""
    from_name = Application.objects.named(name)
    if from_name is None:
        raise Invalid(
            _("列表里没有应用 %(name)s，请从补全里选。") % {"name": name[:40]},
            fields={"into": [_("没有这个应用。")]},
        )
    return from_name

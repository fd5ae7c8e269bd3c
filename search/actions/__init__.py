"""Writing the index, and keeping searches under a name."""

from search.actions.indexing import clear, drop, fill, put
from search.actions.views import delete_view, save_view

__all__ = ["clear", "delete_view", "drop", "fill", "put", "save_view"]

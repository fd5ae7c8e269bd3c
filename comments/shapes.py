"""Comments as the interface gives them."""

from typing import Any

from comments.models import Comment
from comments.reading import shown


def comment_json(comment: Comment) -> dict[str, Any]:
    """The words as written and as safe HTML; empty for a deleted one."""
    thread = comment.thread
    return {
        "id": comment.pk,
        "section": thread.section,
        "row": thread.row,
        "title": thread.title,
        "thread": thread.pk,
        "resolved": thread.is_resolved,
        "author": comment.author.called,
        "username": comment.author.username,
        "text": comment.text,
        "html": str(shown(comment)),
        "mentions": [mention.said for mention in comment.mentions.all()],
        "written_at": comment.written_at,
        "edited_at": comment.edited_at,
        "deleted": comment.deleted_at is not None,
    }

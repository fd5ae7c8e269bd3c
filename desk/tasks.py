from celery import shared_task

from desk.actions import render_claimed
from desk.actions.renderings import TASK


@shared_task(name=TASK)
def render(ids: list[int]) -> None:
    """Make these files; may run twice, late or never: the table says what is due."""
    for pk in ids:
        render_claimed(pk)

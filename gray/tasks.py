from celery import shared_task

from gray import due


@shared_task(name=due.TASK)
def look_at_what_is_due() -> None:
    due.work()

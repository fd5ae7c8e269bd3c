"""What each stage lets in, together with all before it (pure)."""

from collections.abc import Iterable

from gray.audience import fixed_users
from gray.bucket import share_of
from gray.drivers.base import Exposure
from gray.sections.stage import Stage


def exposures(stages: Iterable[Stage]) -> list[Exposure]:
    """What each stage lets in, together with all before it: nobody falls out on the way up."""
    share, users, found = 0, dict[str, None](), []
    for stage in stages:
        share = max(share, own_share(stage))
        users.update(dict.fromkeys(fixed_users(stage.audience)))
        found.append(Exposure(share, tuple(users)))
    return found


def own_share(stage: Stage) -> int:
    """What a stage names; a percentage that is none lets nobody in."""
    if stage.percent is None or not 0 <= stage.percent <= 100:
        return 0
    return share_of(stage.percent)

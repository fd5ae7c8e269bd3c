"""What conditions ask beyond document and signatures; found out only when a gate asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ground.verdict import Verdict

NOTHING: Mapping[int, Verdict] = MappingProxyType({})


@dataclass(frozen=True)
class Outside:
    """`unclean` counts errors and warnings that nobody has accepted, of the plan check.

    `attached` are ids of rows of the checklist with a file, `measured` {id of a metric's row:
    does it pass, and if not why} what machines have read.
    """

    unclean: Callable[[], tuple[int, int]] = lambda: (0, 0)
    attached: Callable[[], frozenset[int]] = frozenset
    measured: Callable[[], Mapping[int, Verdict]] = lambda: NOTHING

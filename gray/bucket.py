"""Who is in: the pure arithmetic of a percentage, the same as Unleash's at whole percents.

Unleash (flexibleRollout) takes `murmur3_x86_32(utf8(groupId:id), 0) % 100 + 1 <= rollout`.
We keep its hundred buckets and cut each into a hundred, by digits of the same hash,
so that every whole percent lets in exactly the same people and 0.01 % steps exist.
Shares are in hundredths of a percent: 0 … 10,000.
"""

from collections.abc import Container
from decimal import ROUND_HALF_EVEN, Decimal

from mmh3 import hash as murmur3

EVERYBODY = 10_000


def position(salt: str, targeting_key: str) -> int:
    """Where this person stands, 0 … 9,999. The smaller, the sooner they are in."""
    h = murmur3(f"{salt}:{targeting_key}".encode(), 0, False)
    return (h % 100) * 100 + (h // 100) % 100


def share_of(percent: Decimal | float) -> int:
    """A percentage as hundredths of a percent, within 0 … 10,000."""
    hundredths = (Decimal(str(percent)) * 100).to_integral_value(ROUND_HALF_EVEN)
    return max(0, min(EVERYBODY, int(hundredths)))


def percent_of(share: int) -> Decimal:
    """Hundredths of a percent as a percentage without trailing zeros."""
    percent = Decimal(share) / 100
    return percent.quantize(Decimal(1)) if share % 100 == 0 else percent.normalize()


def is_in(salt: str, share: int, users: Container[str], targeting_key: str | None) -> bool | None:
    """Fixed users first; at 100 % everybody, named or not; None when only a name could tell."""
    if share >= EVERYBODY:
        return True
    if targeting_key is None:
        return None if share > 0 else False
    return targeting_key in users or position(salt, targeting_key) < share

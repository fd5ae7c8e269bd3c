"""Which of several clocks leads: whoever holds the lease row."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from ground.models import Lease

NAME = "clock"
LEASE = timedelta(seconds=5)
RENEWAL = timedelta(seconds=1.5)


class Leader:
    """One clock's claim to lead; `token` grows with every change of leader."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        self.renewed: datetime | None = None

    def leads(self, now: datetime) -> bool:
        """Take or renew the lease; False while another clock's is good."""
        if self.renewed and timedelta() <= now - self.renewed < RENEWAL:
            return True
        Lease.objects.get_or_create(name=NAME)
        row = Lease.objects.filter(name=NAME)
        values = {"until": now + LEASE, "beat": now}
        kept = row.filter(holder=self.holder, until__gt=now).update(**values)
        if not kept:
            free = row.filter(Q(until=None) | Q(until__lte=now))
            kept = free.update(holder=self.holder, token=F("token") + 1, **values)
        self.renewed = now if kept else None
        return bool(kept)

    def seize(self, now: datetime) -> None:
        """Take the lease whoever holds it: for a clock that is known to be the only one alive."""
        Lease.objects.get_or_create(name=NAME)
        Lease.objects.filter(name=NAME).update(
            holder=self.holder, token=F("token") + 1, until=now + LEASE, beat=now
        )

    def step_down(self, now: datetime) -> None:
        """Leave the lease to whoever comes."""
        Lease.objects.filter(name=NAME, holder=self.holder).update(until=now)
        self.renewed = None

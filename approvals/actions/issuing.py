"""Writing links for mails; within the transaction of the letter that carries them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from approvals.letters import Links
from approvals.links import hashed, new_secret
from approvals.models import Gate, SignLink

LIFE = timedelta(days=7)


def link_people(gate: Gate, people: Iterable[int], *, digest: str, at: datetime) -> Links:
    """{person: secret}; only the hashes are kept."""
    secrets = {pk: new_secret() for pk in people}
    SignLink.objects.bulk_create(
        SignLink(
            gate=gate, person_id=pk, token=hashed(secret), digest=digest, made_at=at,
            expires_at=at + LIFE,
        )
        for pk, secret in secrets.items()
    )  # fmt: skip
    return secrets

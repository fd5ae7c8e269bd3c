"""Gates as page, API and printed document show them: everything decided, nothing to ask."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.models import Gate, SignOff, Waiver
from approvals.rules.scene import SIGNED, SPARE, WAITING
from approvals.rules.shape import Blank
from ground.verdict import Verdict
from ground.words import in_row


@dataclass(frozen=True)
class SeatSheet:
    """One needed signature: filled, or open for the named people."""

    label: str
    signoff: SignOff | None
    able: list[str]


@dataclass(frozen=True)
class RecordSheet:
    blank: Blank
    value: Any

    @property
    def is_empty(self) -> bool:
        return self.value in (None, "")


@dataclass(frozen=True)
class GlassSheet:
    """The broken glass of a gate, `row`, if any, and what the reader may do about it.

    `past` are waivers that count no more. What is denied carries its reason.
    """

    row: Waiver | None
    past: list[Waiver]
    may_ask: Verdict
    may_confirm: Verdict
    may_refuse: bool
    may_review: Verdict

    @property
    def is_broken(self) -> bool:
        """The gate was passed unsigned."""
        return self.row is not None and self.row.counts


@dataclass(frozen=True)
class GateSheet:
    """One gate for one reader.

    `why` says why nobody can sign now, `mine` whether the reader can and if not why,
    `behalf` for whom the reader would sign as a delegate (0 for oneself),
    `void` are former signatures that count no more, `refused` the standing rejection,
    `mine_signed` the reader's own signature if it can still be taken back,
    `is_late` that it should have been signed by now,
    `resigns` that the reader's own signature is among the former ones.
    """

    row: Gate
    title: str
    covers: str
    cover_names: list[str]
    digest: str
    seats: list[SeatSheet]
    missing: str
    why: str
    mine: Verdict
    behalf: int
    behalf_name: str
    may_reject: Verdict
    may_record: Verdict
    record: list[RecordSheet]
    void: list[SignOff]
    refused: SignOff | None
    signoffs: list[SignOff]
    barred: list[tuple[str, str]]
    is_stage: bool
    may_reopen: bool
    may_remind: bool
    glass: GlassSheet
    mine_signed: SignOff | None
    is_late: bool = False
    resigns: bool = False

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def state_label(self) -> str:
        """What people call its state; a gate that was passed unsigned is not called signed."""
        return _("已豁免") if self.is_waived else str(self.row.get_state_display())

    @property
    def tone(self) -> str:
        return "pause" if self.is_waived else self.row.tone

    @property
    def is_waived(self) -> bool:
        return self.state == SIGNED and self.glass.is_broken

    @property
    def is_mine(self) -> bool:
        """The reader can sign it now."""
        return bool(self.mine)

    @property
    def is_folded(self) -> bool:
        """It is done with: one line until somebody wants to see more."""
        return self.state == SIGNED and not self.glass.may_review

    @property
    def signers(self) -> str:
        """Who signed, each once, in the order of the seats."""
        return in_row(dict.fromkeys(one.signoff.by_line for one in self.seats if one.signoff))

    @property
    def is_ahead(self) -> bool:
        """Nothing has happened at it yet."""
        return self.state == WAITING and not self.signoffs

    @property
    def shown_digest(self) -> str:
        """What was signed, or what there is to sign."""
        return self.last.digest if self.state == SIGNED and self.last else self.digest

    @property
    def is_kept(self) -> bool:
        """It was signed for its revision; an amendment has changed the content since."""
        return self.shown_digest != self.digest

    @property
    def ended(self) -> list[SignOff]:
        """Signatures that count no more, and rejections, for the printed document."""
        return [one for one in self.signoffs if one.state != SignOff.SIGNED]

    @property
    def written(self) -> list[RecordSheet]:
        """What has been written down."""
        return [one for one in self.record if not one.is_empty]

    @property
    def dialog(self) -> str:
        """Its number as text, to name dialogs after it."""
        return str(self.row.pk)

    @property
    def is_spare(self) -> bool:
        return self.state == SPARE

    @property
    def last(self) -> SignOff | None:
        """The newest signature that counts."""
        found = [seat.signoff for seat in self.seats if seat.signoff]
        return max(found, key=lambda one: one.signed_at, default=None)

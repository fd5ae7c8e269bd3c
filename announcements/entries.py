"""The release window as an invitation (RFC 5545, RFC 5546 §3.2, RFC 6047), for one person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Event, vCalAddress, vText

from notices.actions.posting import one_line
from plans.letters import Calendar

REQUEST, CANCEL = "REQUEST", "CANCEL"
USUAL = timedelta(hours=1)
"""How long an entry is whose plan names no end."""
_AROUND = timedelta(days=366)


@dataclass(frozen=True)
class Entry:
    """What the calendars of all people of a plan hold; equal entries need no update."""

    summary: str
    start: datetime
    end: datetime
    timezone: str


@dataclass(frozen=True)
class Address:
    """A name and its mailbox."""

    name: str
    mailbox: str


def invitation(
    method: str,
    entry: Entry,
    *,
    uid: str,
    sequence: int,
    organizer: str,
    attendee: Address,
    at: datetime,
    url: str,
    description: str,
) -> Calendar:
    """REQUEST invites or moves, CANCEL takes back; `organizer` is a From header."""
    text = icalendar.Calendar()
    text.add("prodid", "-//ReleasePlan//zh//")
    text.add("version", "2.0")
    text.add("method", method)
    event = _event(method, entry)
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", at.replace(microsecond=0))
    event.add("organizer", _party(Address(*parseaddr(organizer))))
    event.add("attendee", _attendee(attendee))
    event.add("url", url)
    event.add("description", description)
    text.add_component(event)
    day = entry.start.date()
    text.add_missing_timezones(first_date=_safe(day, -1), last_date=_safe(day, 1))
    return Calendar(method, text.to_ical().decode())


def _event(method: str, entry: Entry) -> Event:
    event, zone = Event(), ZoneInfo(entry.timezone)
    event.add("summary", entry.summary)
    event.add("dtstart", entry.start.astimezone(zone).replace(microsecond=0))
    event.add("dtend", entry.end.astimezone(zone).replace(microsecond=0))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    return event


def _attendee(person: Address) -> vCalAddress:
    """Nobody reads answers here, so none is asked for."""
    party = _party(person)
    party.params["ROLE"] = vText("REQ-PARTICIPANT")
    party.params["PARTSTAT"] = vText("NEEDS-ACTION")
    party.params["RSVP"] = vText("FALSE")
    return party


def _party(one: Address) -> vCalAddress:
    party = vCalAddress(f"mailto:{one.mailbox}")
    if one.name:
        party.params["CN"] = vText(one_line(one.name).replace('"', "'"))
    return party


def _safe(day: date, years: int) -> date:
    return day + years * _AROUND

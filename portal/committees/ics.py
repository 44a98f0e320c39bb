"""Sittings and terms as calendars understand them (RFC 5545, RFC 5546). Moments are in UTC.

The library is read when a calendar is asked for, not before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from portal.committees.models import Sitting
from portal.committees.words import SittingState
from portal.outbox.letters import address
from portal.startups.models import Startup
from portal.web.filters import day_text

PRODUCT = "-//Portail//Comites//FR"
EACH = timedelta(minutes=50)
_STATUS = {SittingState.PLANNED: "TENTATIVE", SittingState.CANCELLED: "CANCELLED"}


@dataclass(frozen=True)
class Guest:
    """Who is invited, or invites."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Event:
    """One thing in a calendar; a day alone lasts all day."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    path: str
    sequence: int = 0
    status: str = "CONFIRMED"
    place: str = ""
    text: str = ""


def of_sitting(sitting: Sitting, item_count: int = 1) -> Event:
    """A sitting; it lasts fifty minutes for each point, as sittings do."""
    name = sitting.committee.name
    return Event(
        uid=_uid(sitting.ref),
        summary=_("Séance : %(name)s", name=name),
        starts=sitting.starts_at,
        ends=sitting.starts_at + EACH * max(1, item_count),
        path=f"/seances/{sitting.ref}",
        sequence=sitting.sequence,
        status=_STATUS.get(sitting.state, "CONFIRMED"),
        place=sitting.place,
        text=sitting.cancel_motive,
    )


def of_term(startup: Startup) -> Event:
    """The term of a startup's funding; tentative while it is presumed."""
    title = startup.title
    summary = (
        _("Échéance présumée : %(title)s", title=title)
        if startup.term_is_presumed
        else _("Échéance : %(title)s", title=title)
    )
    return Event(
        text=_expected(startup),
        status="TENTATIVE" if startup.term_is_presumed else "CONFIRMED",
        **_term(startup, startup.term_on, summary),
    )


def of_past_term(startup: Startup, on: date) -> Event:
    """A term that runs no more, so that calendars which kept it let it go."""
    summary = _("Échéance : %(title)s", title=startup.title)
    return Event(status="CANCELLED", **_term(startup, on, summary))


def _term(startup: Startup, on: date, summary: str) -> dict:
    return {
        "uid": _uid(f"{startup.ref}-terme"),
        "summary": summary,
        "starts": on,
        "ends": on + timedelta(days=1),
        "path": f"/startups/{startup.ref}",
        # Each change of the startup is a later one: a term that moves moves in calendars.
        "sequence": startup.version,
    }


def _expected(startup: Startup) -> str:
    if startup.target_on in (None, startup.term_on):
        return ""
    return _("Comité attendu avant le %(on)s.", on=day_text(startup.target_on))


def invitation(event: Event, *, organizer: Guest, guest: Guest, now: datetime) -> str:
    """The invitation to an event, its update, or its cancelling, for one guest."""
    is_off = event.status == "CANCELLED"
    calendar = _calendar("CANCEL" if is_off else "REQUEST")
    made = _component(event, now)
    made.add("organizer", _mailto(organizer))
    answer = {} if is_off else {"RSVP": "TRUE", "PARTSTAT": "NEEDS-ACTION"}
    made.add("attendee", _mailto(guest, **answer))
    calendar.add_component(made)
    return calendar.to_ical().decode()


def feed(events: Iterable[Event], *, name: str, now: datetime) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_component(event, now))
    return calendar.to_ical().decode()


def _calendar(method: str):
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _component(event: Event, now: datetime):
    from icalendar import Event as Component

    made = Component()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", _in_utc(now))
    made.add("dtstart", _in_utc(event.starts))
    made.add("dtend", _in_utc(event.ends))
    made.add("summary", event.summary)
    made.add("status", event.status)
    made.add("url", address(event.path))
    made.add("transp", "OPAQUE" if isinstance(event.starts, datetime) else "TRANSPARENT")
    if event.place:
        made.add("location", event.place)
    if event.text:
        made.add("description", event.text)
    return made


def _in_utc(value: datetime | date) -> datetime | date:
    """A moment just set in Paris too: no calendar is given a zone that it would have to know."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _mailto(guest: Guest, **parameters: str):
    from icalendar import vCalAddress, vText

    made = vCalAddress(f"mailto:{guest.email}")
    if guest.name:
        made.params["CN"] = vText(guest.name)
    for name, value in parameters.items():
        made.params[name] = vText(value)
    return made


def _uid(name: str) -> str:
    host = urlsplit(current_app.extensions["portal.settings"].base_url).hostname
    return f"{name}@{host}"

"""What surrounds a startup in its sheet: incubators, sponsors, events, phases."""

from collections.abc import Collection

from sqlalchemy.orm import object_session

from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator
from portal.startups.models import (
    PhasePeriod,
    Startup,
    StartupEvent,
    StartupIncubator,
    StartupSponsor,
)
from portal.startups.words import DATED_HERE, PhaseSource

from . import facts
from .records import StartupRecord


def is_decided_here(startup: Startup) -> bool:
    """Whether a decision or a correction of this portal made one of its phases."""
    return any(one.source is not PhaseSource.IMPORT for one in startup.periods)


def write(
    startup: Startup,
    record: StartupRecord,
    incubators: dict[str, Incubator],
    organisations: dict[str, str],
    *,
    keeps_incubators: bool = False,
    asked: Collection[str] = (),
    left: Collection[str] = (),
) -> list[str]:
    """Write incubators, sponsors and events where they differ; the names of what did.

    `asked`: organisations that must answer for a funding line stay sponsors, cited or not; so
    do those added here. `left`: those ended here do not come back.
    """
    changed = []
    if not keeps_incubators and _write_incubators(
        startup, [incubators[slug] for slug in record.incubators]
    ):
        changed.append("incubators")
    refs = _cited(startup, record, organisations, left)
    if _write_sponsors(startup, [*refs, *_still_asked(startup, refs, asked)]):
        changed.append("sponsors")
    if _write_events(startup, record):
        changed.append("events")
    return changed


def write_phases(startup: Startup, record: StartupRecord) -> list[str]:
    """Write the phases where they differ, each keeping its reference while it lasts."""
    wanted = [facts.of_phase(one) for one in record.phases]
    if [_facts(one, wanted) for one in startup.periods] == wanted:
        return []
    left = list(startup.periods)
    for told in wanted:
        row = next((one for one in left if one.phase == told["phase"]), None)
        if row is None:
            row = PhasePeriod(ref=new_ref("pha"), source=PhaseSource.IMPORT)
            startup.periods.append(row)
        else:
            left.remove(row)
        _set(row, told)
    for row in left:
        startup.periods.remove(row)
    startup.periods.sort(key=lambda one: (one.starts_on, one.rank))
    return ["phases"]


def _write_incubators(startup: Startup, wanted: list[Incubator]) -> bool:
    if list(startup.incubator_refs) == [one.ref for one in wanted]:
        return False
    rows = {one.incubator_ref: one for one in startup.incubations}
    for row in startup.incubations:
        row.is_main = False
    if session := object_session(startup):
        session.flush()  # before the next main one: the database holds one
    startup.incubations[:] = [
        rows.get(one.ref) or StartupIncubator(incubator_ref=one.ref, incubator=one)
        for one in wanted
    ]
    for position, row in enumerate(startup.incubations):
        row.position, row.is_main = position, position == 0
    return True


def _still_asked(startup: Startup, refs: list[str], asked: Collection[str]) -> list[str]:
    here = [one.organisation_ref for one in startup.sponsorships]
    added = {one.organisation_ref for one in startup.sponsorships if one.added_at}
    return [ref for ref in here if (ref in asked or ref in added) and ref not in refs]


def differ_on_sponsors(
    startup: Startup, record: StartupRecord, organisations: dict[str, str], left: Collection[str]
) -> bool:
    """Whether what was said here of its sponsors stays, against the record."""
    cited = {organisations[slug] for slug in record.sponsors if slug in organisations}
    here = {one.organisation_ref for one in startup.sponsorships}
    added = {one.organisation_ref for one in startup.sponsorships if one.added_at}
    return bool(added - cited or (cited & set(left)) - here)


def _cited(
    startup: Startup, record: StartupRecord, organisations: dict[str, str], left: Collection[str]
) -> list[str]:
    here = {one.organisation_ref for one in startup.sponsorships}
    cited = [organisations[slug] for slug in record.sponsors if slug in organisations]
    return [ref for ref in cited if ref in here or ref not in left]


def _write_sponsors(startup: Startup, refs: list[str]) -> bool:
    if [one.organisation_ref for one in startup.sponsorships] == refs:
        return False
    rows = {one.organisation_ref: one for one in startup.sponsorships}
    startup.sponsorships[:] = [
        rows.get(ref) or StartupSponsor(organisation_ref=ref) for ref in refs
    ]
    for position, row in enumerate(startup.sponsorships):
        row.position = position
    return True


def _write_events(startup: Startup, record: StartupRecord) -> bool:
    wanted = [facts.of_event(one) for one in record.events]
    key = str
    ours = [one for one in startup.events if one.name in DATED_HERE]
    known = [one for one in startup.events if one not in ours]
    if sorted((_facts(one, wanted) for one in known), key=key) == sorted(wanted, key=key):
        return False
    startup.events[:] = [*(StartupEvent(**told) for told in wanted), *ours]
    return True


def _facts(row, wanted: list[dict]) -> dict[str, object]:
    return {name: getattr(row, name) for name in wanted[0]} if wanted else {}


def _set(row, told: dict[str, object]) -> None:
    for name, value in told.items():
        if getattr(row, name) != value:
            setattr(row, name, value)

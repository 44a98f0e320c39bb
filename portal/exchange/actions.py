"""Writing what was read: all of it or nothing, and nothing twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import policy
from portal.committees import funding_queries
from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.periods import paris_day
from portal.kernel.refs import new_ref
from portal.organisations.models import Incubator, Organisation
from portal.policy import Act, Actor
from portal.search import actions as search
from portal.startups import actions as startups, backing, crossing
from portal.startups.models import Cohort, Startup
from portal.startups.sheet_words import PRESENTATION

from . import facts, links
from .plan import Outcome, Plan
from .readers import Batch
from .references import Known

_BY_DECISION = frozenset({"title", "mission"})

# (sheets written, sheets in all)
Progress = Callable[[int, int], None]


def known(session: Session) -> Known:
    """What is here already, which the sheets of a partial folder may cite."""
    return Known(
        organisations=_sources(session, Organisation),
        incubators=_sources(session, Incubator),
        startups=_sources(session, Startup),
        cohorts=set(session.scalars(select(Cohort.number))),
    )


def import_batch(
    session: Session,
    actor: Actor,
    batch: Batch,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Plan:
    """Write the batch. Raises Refused if a sheet of it was refused: then nothing is written."""
    policy.require(actor, Act.IMPORT)
    if not batch.is_clean:
        raise Refused(_("Des fiches sont refusées : corrigez-les, rien n’a été écrit."))
    return _Import(session, actor, now, progress).run(batch)


class _Import:
    def __init__(
        self, session: Session, actor: Actor, now: datetime, progress: Progress | None
    ) -> None:
        self.session, self.actor, self.now = session, actor, now
        self.today, self.plan = paris_day(now), Plan()
        self.progress, self.done, self.total = progress, 0, 0

    def run(self, batch: Batch) -> Plan:
        self.total = sum(map(len, (batch.organisations, batch.incubators, batch.startups)))
        with self.session.no_autoflush:
            self._organisations(batch)
            self._incubators(batch)
            self._cohorts(batch)
            self._startups(batch)
        self.session.flush()
        return self.plan

    def _organisations(self, batch: Batch) -> None:
        here = self._here(Organisation)
        for record in batch.organisations:
            row, fields = self._take(
                "organisations", Organisation, here, record, facts.of_organisation(record), "org"
            )
            if fields:
                search.index(self.session, "organisation", row.ref, row.name, row.acronym)
        self.session.flush()
        self.organisations = {slug: row.ref for slug, row in here.items()}

    def _incubators(self, batch: Batch) -> None:
        here = self._here(Incubator)
        for record in batch.incubators:
            told = facts.of_incubator(record, self.organisations)
            row, fields = self._take("incubators", Incubator, here, record, told, "inc")
            if fields:
                search.index(self.session, "incubator", row.ref, row.title, row.short_description)
        self.session.flush()
        self.incubators = here

    def _cohorts(self, batch: Batch) -> None:
        here = self._here(Cohort)
        for record in batch.cohorts:
            self._take("cohorts", Cohort, here, record, facts.of_cohort(record), None)

    def _startups(self, batch: Batch) -> None:
        lists = (Startup.periods, Startup.events, Startup.grants, Startup.sponsorships)
        here = self._here(Startup, *(selectinload(one) for one in lists))
        self.pivoted, self.moved = crossing.decided_here(self.session)
        self.left = backing.left(self.session)
        self.asked = funding_queries.asked_of(self.session)
        for record in batch.startups:
            self._startup(here, record)

    def _startup(self, here: dict[str, Startup], record) -> None:
        row = here.get(record.slug)
        is_new = row is None
        if row is None:
            row = here[record.slug] = Startup(
                ref=new_ref("stu"), source_id=record.slug, made_at=self.now
            )
        told = facts.of_startup(record)
        if row.id in self.pivoted:
            # A committee gave it these: the sheet of the programme will follow.
            told = {name: value for name, value in told.items() if name not in _BY_DECISION}
        told = self._but_written_here(row, told)
        fields = _write(row, told)
        moved = row.id in self.moved
        known = (self.incubators, self.organisations)
        kept = {"asked": self.asked.get(row.ref, set()), "left": self.left.get(row.id, set())}
        kept["keeps_incubators"] = moved
        fields += links.write(row, record, *known, **kept)
        if links.differ_on_sponsors(row, record, self.organisations, kept["left"]):
            self.plan.differing.setdefault(row.title, []).append("sponsors")
        if links.is_decided_here(row):
            self.plan.kept.append(row.title)
        else:
            fields += links.write_phases(row, record)
        if is_new:
            self.session.add(row)
        if fields:
            self._settle(row, record.slug, is_new, fields)
        self._count("startups", record.slug, is_new, fields)

    def _but_written_here(self, row: Startup, told: dict[str, object]) -> dict[str, object]:
        """What a person wrote here stays; where the programme says otherwise, the plan tells it."""
        ours = set(row.written_here or ())
        both = [name for name in PRESENTATION if name in ours and name in told]
        differ = [name for name in both if told[name] != getattr(row, name)]
        if differ:
            self.plan.differing[row.title] = differ
        return {name: value for name, value in told.items() if name not in ours}

    def _settle(self, row: Startup, slug: str, is_new: bool, fields: list[str]) -> None:
        if not links.is_decided_here(row):
            startups.refresh_phase(row, self.today)
        startups.set_term(row, self.today)
        startups.index(self.session, row)
        self._tell(row, slug, is_new, fields)

    def _take(
        self, kind: str, model: type, here: dict, record: Any, told: dict, prefix: str | None
    ) -> tuple[Any, list[str]]:
        row = here.get(record.slug)
        is_new = row is None
        if row is None:
            row = here[record.slug] = model(source_id=record.slug)
            if prefix:
                row.ref = new_ref(prefix)
            self.session.add(row)
        fields = _write(row, told)
        if fields and prefix:
            self._tell(row, record.slug, is_new, fields)
        self._count(kind, record.slug, is_new, fields)
        return row, fields

    def _tell(self, row: Any, slug: str, is_new: bool, fields: list[str]) -> None:
        told = {"source": slug} if is_new else {"source": slug, "fields": sorted(fields)}
        after = {"imported" if is_new else "updated": told}
        journal.record(self.session, self.actor, Act.IMPORT, row, now=self.now, after=after)

    def _count(self, kind: str, slug: str, is_new: bool, fields: list[str]) -> None:
        outcome: Outcome = self.plan.by_kind[kind]
        if is_new:
            outcome.created.append(slug)
        elif fields:
            outcome.changed[slug] = fields
        else:
            outcome.unchanged += 1
        self.done += 1
        if self.progress:
            self.progress(min(self.done, self.total), self.total)

    def _here(self, model: type, *options) -> dict[str, Any]:
        query = select(model).where(model.source_id.is_not(None)).options(*options)
        return {row.source_id: row for row in self.session.scalars(query)}


def _write(row: Any, told: dict[str, object]) -> list[str]:
    """Write what differs; the names of the columns that did."""
    fields = [name for name, value in told.items() if getattr(row, name) != value]
    for name in fields:
        setattr(row, name, told[name])
    return fields


def _sources(session: Session, model: type) -> set[str]:
    return set(session.scalars(select(model.source_id).where(model.source_id.is_not(None))))

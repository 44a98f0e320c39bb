"""What is compared, after each round, with what the oracle says; faults are said, not raised."""

from collections import defaultdict
from datetime import date, datetime

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.committees.item_models import Item
from portal.committees.models import Sitting
from portal.committees.words import ItemState, SittingState
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.register import queries as register
from portal.startups import portfolio
from portal.startups.models import Grant, PhasePeriod, Startup
from portal.startups.words import TermState
from tests.clock.world import PARIS, World

KINDS = ("term_reminder", "term_overdue")
LIVE = (ItemState.LISTED, ItemState.OPEN, ItemState.CLOSED)


class Watch:
    """Reads the database after each round."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.last = 0
        self.told = 0
        self.faults: list[str] = []

    def after_round(self, session: Session, today: date, now: datetime) -> None:
        """Time has passed: nothing more and nothing less must have come of it."""
        for expected in self.world.startups.values():
            expected.passes(today)
        self._notices(session, today)
        self._clocks(session, today)
        self._agendas(session, today, now)

    def fault(self, today: date, *said: object) -> None:
        self.faults.append(f"{today} : " + " ".join(str(one) for one in said))

    def _notices(self, session: Session, today: date) -> None:
        query = select(Notice.id, Notice.event, Notice.person_id)
        query = query.where(Notice.id > self.last, Notice.kind.in_(KINDS))
        rows = session.execute(query.order_by(Notice.id)).all()
        self.last = max((row.id for row in rows), default=self.last)
        self.told += len(rows)
        found = [(row.event, row.person_id) for row in rows]
        world, wanted = self.world, set()
        for expected in world.startups.values():
            wanted |= expected.tells(today, world.directors, world.programme)
        if len(found) != len(set(found)):
            self.fault(today, "dit deux fois", found)
        if set(found) != wanted:
            self.fault(today, "oublié", wanted - set(found), "en trop", set(found) - wanted)

    def _clocks(self, session: Session, today: date) -> None:
        state = portfolio.state_on(today, 60)
        query = select(Startup, state)
        late = set()
        for row, word in session.execute(query.execution_options(populate_existing=True)):
            expected = self.world.startups[row.ref]
            known = (row.term_on, row.target_on, row.term_is_presumed)
            if known != expected.clock:
                self.fault(today, row.ref, "horloge", known, "attendue", expected.clock)
            if row.current_phase != expected.phase:
                self.fault(today, row.ref, "phase", row.current_phase, "et non", expected.phase)
            if (row.safeguard_until is None) != (expected.safeguard is None):
                self.fault(today, row.ref, "sauvegarde", row.safeguard_until, expected.safeguard)
            late |= {row.ref} if word == TermState.OVERDUE else set()
        wanted = {one.ref for one in self.world.startups.values() if one.is_overdue(today)}
        if late != wanted:
            self.fault(today, "échues", late, "attendues", wanted)

    def _agendas(self, session: Session, today: date, now: datetime) -> None:
        sittings = self._to_come(session, now)
        items: dict[str, list] = defaultdict(list)
        query = select(Item.startup_ref, Item.committee_id, Item.sitting_id).where(
            Item.state.in_(LIVE)
        )
        for row in session.execute(query):
            items[row.startup_ref].append(row)
        for expected in self.world.startups.values():
            found = items[expected.ref]
            if len(found) > 1:
                self.fault(today, expected.ref, "deux points en cours")
            self._agenda(today, expected, found[0] if found else None, sittings)

    def _agenda(self, today: date, expected, item, sittings) -> None:
        of = {self.world.house(ref).committee_id for ref in expected.houses}
        of = of if item is None else {item.committee_id}
        mine = [one for one in sittings if one.committee_id in of]
        days = [one.starts_at.astimezone(PARIS).date() for one in mine]
        is_on = item is not None and item.sitting_id in {one.id for one in mine}
        if expected.wants(today, days) and not is_on:
            self.fault(today, expected.ref, "absente des ordres du jour", item, *days)

    def _to_come(self, session: Session, now: datetime) -> list:
        query = select(Sitting.id, Sitting.committee_id, Sitting.starts_at).where(
            Sitting.state.in_((SittingState.PLANNED, SittingState.CONVENED)),
            Sitting.starts_at > now,
        )
        return list(session.execute(query.order_by(Sitting.starts_at)))

    # Pages, and the end

    def pages(self, app: Flask, today: date) -> None:
        """What anybody reads of an overdue startup: the word, the days, on the sheet and list."""
        late = [one for one in self.world.startups.values() if one.is_overdue(today)]
        # The list is in pages: the first one begins with the most pressing committee.
        for expected in sorted(late, key=lambda one: (one.money.target, one.money.term))[:1]:
            days = (today - expected.money.term).days
            # French sets thousands apart by a narrow space.
            number = f"{days:,}".replace(",", "\u202f")
            told = f"Échu sans décision depuis {number}\u00a0{'jours' if days > 1 else 'jour'}"
            for path in (f"/startups/{expected.ref}", "/startups?terme=overdue"):
                text = app.test_client().get(path).get_data(as_text=True)
                if told not in text:
                    self.fault(today, path, "ne dit pas", told)

    def histories(self, session: Session, today: date) -> None:
        """No money and no phase without its decision, none lost; the register holds."""
        for expected in self.world.startups.values():
            query = select(Grant).join(Startup).where(Startup.ref == expected.ref)
            grants = list(session.scalars(query.order_by(Grant.id)))
            terms = [(one.granted_from, one.nominal_on) for one in grants]
            if terms != [(one.start, one.term) for one in expected.grants]:
                self.fault(today, expected.ref, "financements", terms, expected.grants)
            periods = select(PhasePeriod.phase, PhasePeriod.decision_ref).join(Startup)
            periods = periods.where(Startup.ref == expected.ref).order_by(PhasePeriod.id)
            found = [(phase.value, ref) for phase, ref in session.execute(periods)]
            if found != expected.phases:
                self.fault(today, expected.ref, "phases", found, expected.phases)
        mails = session.scalar(select(func.count(Mail.id)).where(Mail.kind.in_(KINDS)))
        if mails != self.told:
            self.fault(today, "courriers", mails, "messages", self.told)
        if register.fault(session):
            self.fault(today, "registre", register.fault(session))

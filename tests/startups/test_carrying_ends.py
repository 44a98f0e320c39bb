"""An offer between incubators ends by itself when its startup does, or is taken over."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.journal import queries as journal
from portal.kernel.errors import Refused
from portal.notices.models import Notice
from portal.policy import MACHINE, Act
from portal.startups import actions, carrying_scheduled, crossing, queries, takeovers, tasks
from portal.startups.words import CarryKind, OfferState, Phase
from tests.startups.after import offered
from tests.startups.test_carrying import accept, ask
from tests.support.apps import MONDAY, writing

DECISION = "dec-0000000f"


def ends(phase):
    def make(s, startup):
        known = {"on": s.today, "decision_ref": DECISION, "now": s.now}
        actions.end(s.session, s.actor("chair"), startup, phase, **known)

    return make


def merged(s, startup):
    into = s.imported("La place")
    known = {"on": s.today, "decision_ref": DECISION, "now": s.now}
    crossing.merge(s.session, s.actor("chair"), startup, into.ref, leftover="Rien.", **known)


def taken_over(receiving=None):
    def make(s, startup):
        known = {"decision_ref": DECISION, "now": s.now}
        by, until = (s.session, s.actor("chair")), s.today + timedelta(days=90)
        actions.safeguard(*by, startup, until=until, **known)
        made = offered(s, startup, receiving_ref=receiving and getattr(s, receiving).ref)
        takeovers.accept(s.session, s.actor("director"), made, now=s.now)
        money = {"months": 6, "amount": 1000, "money_ends_on": None, "provisional": False}
        actions.grant(*by, startup, decided_on=s.today, **money, **known)
        takeovers.conclude(*by, startup, went=True, now=s.now)

    return make


HAPPENED = [
    (ends(Phase.STOPPED), "n’est plus accompagnée depuis le 23 novembre 2026"),
    (ends(Phase.DORMANT), "n’est plus accompagnée depuis le 23 novembre 2026"),
    (ends(Phase.TRANSFERRED), "sorti de l’incubateur le 23 novembre 2026"),
    (merged, "en a rejoint une autre le 23 novembre 2026"),
    (taken_over(), "la reprise par Office des guichets"),
    (taken_over("other"), "la reprise par Office des guichets"),
]


def live_offers(s, startup):
    """One that waits for its answer, one that was accepted and waits for its day."""
    waits = ask(s, startup)
    day = s.today + timedelta(days=30)
    agreed = accept(s, ask(s, startup, CarryKind.MOVE, wanted_on=day))
    return waits, agreed


def told(s, who, found):
    query = select(func.count(Notice.id)).where(
        Notice.person_id == s.people[who].id,
        Notice.event == f"carrying:{found.ref}:withdrawn",
    )
    return s.session.scalar(query)


@pytest.mark.parametrize(("happens", "why"), HAPPENED)
def test_it_ends_with_a_sentence_and_both_sides_are_told_once(studio_both, happens, why):
    s, startup = studio_both, studio_both.made()
    found = live_offers(s, startup)
    happens(s, startup)
    before = startup.incubator_refs
    later = s.now + timedelta(days=31)
    carrying_scheduled.run(s.session, later)

    for one in found:
        assert (one.state, why in one.answer) == (OfferState.WITHDRAWN, True), one.answer
        assert (told(s, "director", one), told(s, "stranger", one)) == (1, 1)
    # The team was told of what had been agreed to, and of nothing else.
    assert [told(s, "team", one) for one in found] == [0, 1]
    acts = [one.act for one in journal.of(s.session, startup.ref) if one.motive in found[0].answer]
    assert acts.count(Act.CARRYING_OFFER) == 2
    assert startup.incubator_refs == before
    with pytest.raises(Refused):
        accept(s, found[0])
    answering = [one.title for one in tasks.waiting(s.session, s.actor("stranger"), s.now)]
    assert not [one for one in answering if str(CarryKind.TOGETHER.label) in one]


def test_nothing_ends_while_the_service_only_looks_for_whoever_takes_it_over(studio):
    startup = studio.made()
    found = live_offers(studio, startup)
    told = {"until": studio.today + timedelta(days=90), "decision_ref": DECISION}
    actions.safeguard(studio.session, MACHINE, startup, **told, now=studio.now)
    assert [one.state for one in found] == [OfferState.OFFERED, OfferState.AGREED]


def test_an_end_that_an_import_told_is_said_when_time_passes(studio):
    startup = studio.imported()
    found = ask(studio, startup)
    startup.current_phase, startup.ended_on = Phase.TRANSFERRED, studio.today
    studio.session.flush()
    with pytest.raises(Refused):
        accept(studio, found)
    assert carrying_scheduled.run(studio.session, studio.now) == 1
    assert carrying_scheduled.run(studio.session, studio.now) == 0
    assert "sorti de l’incubateur" in found.answer
    assert (told(studio, "director", found), told(studio, "stranger", found)) == (1, 1)


def test_whoever_answers_a_page_opened_before_reads_why(app, opened, visitors):
    def make(s):
        startup = s.made()
        ask(s, startup)
        return startup.ref

    ref = opened(make)
    page = f"/startups/{ref}/incubateurs"
    asked = visitors("stranger@portail.example").get(page)
    with writing(app) as session:
        known = {"decision_ref": DECISION, "now": MONDAY, "on": MONDAY.date()}
        actions.end(session, MACHINE, queries.by_ref(session, ref), Phase.STOPPED, **known)
    asked.submit("Répondre", {"Votre réponse": "Nous acceptons"})
    assert asked.status == 422
    assert asked.sees("Retirée") and asked.sees("Elle n’est plus accompagnée")
    assert "Répondre" not in asked.buttons

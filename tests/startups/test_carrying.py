"""Two incubators carry together, or one takes over: asked, answered in time, told, kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.kernel.errors import Forbidden, Refused
from portal.kernel.refs import new_ref
from portal.notices.models import Notice
from portal.policy import Role
from portal.startups import carrying, carrying_queries, carrying_scheduled, portfolio, sentences
from portal.startups.crossing_models import CarryingOffer
from portal.startups.inheriting import hand_over
from portal.startups.words import CarryKind, EventKind, OfferState, Phase
from tests.support.people import open_account

SHARE = "L’Atelier accompagne le produit, La Fabrique le déploiement."


def ask(studio, startup, kind=CarryKind.TOGETHER, **changes):
    known = {
        "kind": kind,
        "incubator": studio.other.ref,
        "motive": "Le déploiement est chez eux.",
        "share": SHARE if kind is CarryKind.TOGETHER else "",
        "wanted_on": studio.today if kind is CarryKind.MOVE else None,
        "now": studio.now,
    }
    known |= changes
    return carrying.offer(studio.session, studio.actor("director"), startup, **known)


def accept(studio, found, days=0):
    now = studio.now + timedelta(days=days)
    return carrying.accept(studio.session, studio.actor("stranger"), found, now=now)


def events(session, startup):
    session.refresh(startup, ["events"])
    return [one.name for one in startup.events]


def told(session, who, beginning):
    query = select(Notice).where(Notice.person_id == who.id, Notice.event.startswith(beginning))
    return len(list(session.scalars(query)))


def test_two_incubators_carry_together(studio_both):
    session, startup = studio_both.session, studio_both.imported()
    term = startup.term_on
    found = accept(studio_both, ask(studio_both, startup))

    assert found.state is OfferState.DONE
    assert startup.incubator_refs == (studio_both.house.ref, studio_both.other.ref)
    assert [one.is_main for one in startup.incubations] == [True, False]
    assert carrying_queries.shares([found]) == {studio_both.other.ref: SHARE}
    assert startup.term_on == term
    assert events(session, startup) == [EventKind.CARRIER]
    for ref in startup.incubator_refs:
        query = portfolio.listed(session, portfolio.Filters(incubator_ref=ref), studio_both.today)
        assert startup in list(session.scalars(query))


def test_another_takes_over_and_the_clock_goes_on(studio_both):
    session, startup = studio_both.session, studio_both.made()
    term, anchor = startup.term_on, startup.current_grant.anchor
    accept(studio_both, ask(studio_both, startup, CarryKind.MOVE))

    assert startup.incubator_refs == (studio_both.other.ref,)
    assert startup.incubations[0].is_main
    assert (startup.term_on, startup.current_grant.anchor) == (term, anchor)
    assert events(session, startup) == [EventKind.CARRIER]


def test_the_one_that_carries_too_may_become_the_main_one(studio):
    startup = studio.imported(incubators=(studio.house, studio.other))
    accept(studio, ask(studio, startup, CarryKind.MOVE))
    assert startup.incubator_refs == (studio.other.ref,)


def test_a_day_to_come_is_waited_for(studio_both):
    session, startup = studio_both.session, studio_both.imported()
    day = studio_both.today + timedelta(days=30)
    found = accept(studio_both, ask(studio_both, startup, CarryKind.MOVE, wanted_on=day))
    assert (found.state, startup.incubator_ref) == (OfferState.AGREED, studio_both.house.ref)

    assert carrying_scheduled.run(session, studio_both.now + timedelta(days=29)) == 0
    assert carrying_scheduled.run(session, studio_both.now + timedelta(days=30)) == 1
    assert carrying_scheduled.run(session, studio_both.now + timedelta(days=30)) == 0
    assert startup.incubator_ref == studio_both.other.ref


def test_an_offer_without_answer_lapses_once(studio_both):
    session, startup = studio_both.session, studio_both.imported()
    found = ask(studio_both, startup)
    assert carrying_scheduled.run(session, studio_both.now + timedelta(days=15)) == 0
    late = studio_both.now + timedelta(days=16)
    with pytest.raises(Refused, match="jours sont passés"):
        accept(studio_both, found, days=16)
    assert carrying_scheduled.run(session, late) == 1
    assert carrying_scheduled.run(session, late) == 0
    assert found.state is OfferState.EXPIRED
    assert told(session, studio_both.people["director"], "carrying:") == 1
    assert ask(studio_both, startup).state is OfferState.OFFERED


def test_what_is_declined_has_its_reason(studio):
    found = ask(studio, studio.imported())
    known = {"now": studio.now}
    with pytest.raises(Refused) as refusal:
        carrying.decline(studio.session, studio.actor("stranger"), found, motive=" ", **known)
    assert refusal.value.field == "motive"
    carrying.decline(studio.session, studio.actor("stranger"), found, motive="Complet.", **known)
    assert (found.state, found.answer) == (OfferState.DECLINED, "Complet.")
    with pytest.raises(Refused, match="déjà sa réponse"):
        accept(studio, found)


def test_both_directors_are_told(studio):
    found = ask(studio, studio.imported())
    assert told(studio.session, studio.people["stranger"], f"carrying:{found.ref}:offered") == 1
    accept(studio, found)
    assert told(studio.session, studio.people["director"], f"carrying:{found.ref}:done") == 1


def test_one_offer_of_each_kind_at_a_time(studio_both):
    startup = studio_both.imported()
    first = ask(studio_both, startup)
    with pytest.raises(Refused, match="attend déjà"):
        ask(studio_both, startup)
    assert ask(studio_both, startup, CarryKind.MOVE).state is OfferState.OFFERED
    facts = {"kind": first.kind, "from_ref": first.from_ref, "to_ref": first.to_ref, "days": 15}
    facts |= {"motive": "Encore.", "offered_by_id": first.offered_by_id}
    with pytest.raises(IntegrityError), studio_both.session.begin_nested():
        row = CarryingOffer(
            ref=new_ref("ofr"), startup=startup, offered_on=studio_both.today, **facts
        )
        studio_both.session.add(row)


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (CarryKind.TOGETHER, {"share": " "}, "share"),
        (CarryKind.TOGETHER, {"motive": ""}, "motive"),
        (CarryKind.MOVE, {"wanted_on": None}, "wanted_on"),
        (CarryKind.MOVE, {"wanted_on": "yesterday"}, "wanted_on"),
        (CarryKind.MOVE, {"incubator": "house"}, "incubator"),
    ],
)
def test_an_offer_says_what_it_asks(studio, kind, changes, field):
    values = {"yesterday": studio.today - timedelta(days=1), "house": studio.house.ref}
    changes = {name: values.get(value, value) for name, value in changes.items()}
    with pytest.raises(Refused) as refusal:
        ask(studio, studio.imported(), kind, **changes)
    assert refusal.value.field == field


def test_only_the_main_director_offers_and_only_the_other_answers(studio):
    startup = studio.imported()
    for who in ("stranger", "team", "programme", "chair"):
        with pytest.raises(Forbidden):
            carrying.offer(
                studio.session,
                studio.actor(who),
                startup,
                kind=CarryKind.TOGETHER,
                incubator=studio.other.ref,
                motive="Pour voir.",
                share=SHARE,
                wanted_on=None,
                now=studio.now,
            )
    found = ask(studio, startup)
    for who in ("director", "team", "programme"):
        with pytest.raises(Forbidden):
            carrying.accept(studio.session, studio.actor(who), found, now=studio.now)


def test_what_ended_is_offered_to_nobody_and_its_offers_lapse(studio):
    startup = studio.imported()
    found = ask(studio, startup)
    startup.current_phase = Phase.STOPPED
    studio.session.flush()
    with pytest.raises(Refused, match="terminée"):
        accept(studio, found)
    with pytest.raises(Refused, match="terminée"):
        ask(studio, startup, CarryKind.MOVE)
    assert carrying_scheduled.run(studio.session, studio.now) == 1
    assert found.state is OfferState.WITHDRAWN


@pytest.mark.parametrize("who", ["director", "stranger"])
def test_either_ends_what_is_carried_together(studio, who):
    startup = studio.imported()
    found = accept(studio, ask(studio, startup))
    carrying.end_together(
        studio.session,
        studio.actor(who),
        startup,
        studio.other.ref,
        motive="Le déploiement est fini.",
        now=studio.now,
    )
    assert startup.incubator_refs == (studio.house.ref,)
    assert found.ended_on == studio.today
    assert carrying_queries.shares([found]) == {}


def test_a_third_director_and_the_main_incubator_are_left_alone(studio):
    startup = studio.imported()
    accept(studio, ask(studio, startup))
    third = open_account(studio.session, "third@portail.example", (Role.DIRECTOR, "inc-0000000z"))
    studio.people["third"] = third
    known = {"motive": "Non.", "now": studio.now}
    with pytest.raises(Forbidden):
        carrying.end_together(
            studio.session, studio.actor("third"), startup, studio.other.ref, **known
        )
    with pytest.raises(Refused):
        carrying.end_together(
            studio.session, studio.actor("director"), startup, studio.house.ref, **known
        )


def test_a_withdrawn_offer_is_answered_no_more(studio):
    found = ask(studio, studio.imported())
    carrying.withdraw(studio.session, studio.actor("director"), found, now=studio.now)
    assert found.state is OfferState.WITHDRAWN
    with pytest.raises(Refused):
        accept(studio, found)


def test_the_history_says_who_carries(app, studio):
    startup = studio.imported()
    accept(studio, ask(studio, startup))
    from portal.journal import queries as journal

    lines = [one.sentence for one in sentences.history(journal.of(studio.session, startup.ref), {})]
    assert any("Portée aussi par La Fabrique" in one for one in lines)


def test_what_came_by_another_way_stays_and_a_closed_incubator_takes_nothing(studio):
    startup = studio.imported()
    day = studio.today + timedelta(days=3)
    found = accept(studio, ask(studio, startup, CarryKind.MOVE, wanted_on=day))
    hand_over(studio.session, startup, studio.house.ref, studio.other.ref)
    assert carrying_scheduled.run(studio.session, studio.now + timedelta(days=3)) == 1
    assert (found.state, startup.incubator_refs) == (OfferState.DONE, (studio.other.ref,))

    late = ask(studio, studio.imported("Cadran"))
    studio.other.closed_on, studio.other.closing_motive = studio.today, "Fin de la mission."
    studio.session.flush()
    with pytest.raises(Refused):
        accept(studio, late)
    assert carrying_scheduled.run(studio.session, studio.now) == 1
    assert (late.state, late.answer) == (OfferState.WITHDRAWN, "La Fabrique a fermé.")

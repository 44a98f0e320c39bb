from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.investigations import actions, queries
from portal.investigations.words import (
    InvestigationOutcome,
    InvestigationRole,
    InvestigationState,
)
from portal.irritants.words import IrritantState
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.policy import Act, Role
from portal.search.models import SearchLine
from tests.investigations.conftest import REPORT, engagement, retained
from tests.support.apps import MONDAY

TODAY = MONDAY.date()


def told(session, ids, event):
    query = select(Notice.person_id).where(Notice.event == event).order_by(Notice.person_id)
    names = {number: name for name, number in ids.items()}
    return sorted(names[one] for one in session.scalars(query))


def test_opening_takes_the_irritants_and_names_the_team(session_both, fabrique):
    made = fabrique.open(session_both)

    states = {one.ref: one.state for one in queries.irritants_of(session_both, made)}
    assert states == dict.fromkeys((fabrique.first, fabrique.second), IrritantState.INVESTIGATING)
    assert made.state is InvestigationState.RUNNING
    assert queries.team_of(session_both, made, TODAY) == {
        Role.TEAM: [fabrique.ids["intra"]],
        Role.COACH: [fabrique.ids["coach"]],
        Role.SPONSOR: [],
    }
    acts = {line.act for line in journal.of(session_both, made.ref)}
    assert acts == {Act.INVESTIGATION_OPEN.value}


def test_opening_tells_each_person_once_even_for_two_irritants(session_both, fabrique):
    made = fabrique.open(session_both)

    assert told(session_both, fabrique.ids, f"investigating:{made.ref}") == ["agent", "author"]
    mails = select(func.count(Mail.id)).where(Mail.event == f"investigating:{made.ref}")
    assert session_both.scalar(mails) == 2


@pytest.mark.parametrize("who", ["officer", "director"])
def test_whoever_triages_in_the_house_opens(session_both, fabrique, who):
    known = {
        "incubator_ref": fabrique.house,
        "irritant_refs": [fabrique.first],
        "title": "Une",
        "question": "Pourquoi ?",
        "engagement": engagement(),
        "intrapreneur": fabrique.person(session_both, "intra"),
        "days_tenths": 10,
        "planned_end_on": date(2027, 1, 25),
        "now": MONDAY,
    }
    made = actions.open_(session_both, fabrique.actor(session_both, who), **known)
    assert made.opened_by_id == fabrique.ids[who]
    for other in ("agent", "intra", "elsewhere"):
        with pytest.raises(Forbidden):
            actions.open_(session_both, fabrique.actor(session_both, other), **known)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"irritant_refs": []}, "irritants"),
        ({"question": " "}, "question"),
        ({"engagement": engagement(protects=False)}, "engagement"),
        ({"engagement": engagement(name="")}, "sponsor"),
        ({"planned_end_on": TODAY}, "planned_end_on"),
        ({"days_tenths": 5}, "days_per_week"),
    ],
)
def test_what_is_missing_to_open_is_named(session_both, fabrique, changes, field):
    with pytest.raises(Refused) as refusal:
        fabrique.open(session_both, **changes)
    assert refusal.value.field == field


def test_an_irritant_is_not_taken_twice_nor_from_another_house(session_both, fabrique):
    fabrique.open(session_both, fabrique.first)
    with pytest.raises(Refused, match="retenus"):
        fabrique.open(session_both, fabrique.first)
    with pytest.raises(Forbidden):
        fabrique.open(session_both, fabrique.second, incubator_ref=fabrique.other)


def test_nobody_names_themselves(session_both, fabrique):
    director = fabrique.person(session_both, "director")
    with pytest.raises(Refused) as refusal:
        fabrique.open(session_both, intrapreneur=director)
    assert refusal.value.field == "intrapreneur"
    with pytest.raises(Refused) as refusal:
        fabrique.open(session_both, coach=fabrique.person(session_both, "intra"))
    assert refusal.value.field == "coach"


def test_a_sponsor_with_an_account_holds_the_mandate(session_both, fabrique):
    sponsor = fabrique.person(session_both, "sponsor")
    made = fabrique.open(session_both, engagement=engagement(person=sponsor, name=sponsor.name))
    assert queries.team_of(session_both, made, TODAY)[Role.SPONSOR] == [sponsor.id]


def test_the_team_logs_and_others_do_not(session_both, fabrique):
    made = fabrique.open(session_both)
    known = {"kind": "interview", "on": TODAY, "text": "Une famille raconte.", "now": MONDAY}
    for who in ("intra", "coach", "officer"):
        actions.log(session_both, fabrique.actor(session_both, who), made, **known)
    assert queries.interviews(session_both, [made.id]) == {made.id: 3}
    with pytest.raises(Forbidden):
        actions.log(session_both, fabrique.actor(session_both, "agent"), made, **known)
    with pytest.raises(Refused) as refusal:
        later = known | {"on": TODAY + timedelta(days=1)}
        actions.log(session_both, fabrique.actor(session_both, "intra"), made, **later)
    assert refusal.value.field == "on"


def test_a_hypothesis_is_concluded_with_what_showed_it(session_both, fabrique):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "intra")
    one = actions.add_hypothesis(session_both, who, made, text="Elles l’ignorent.", now=MONDAY)
    for state, conclusion, field in (("open", "x", "state"), ("kept", "  ", "conclusion")):
        with pytest.raises(Refused) as refusal:
            actions.conclude_hypothesis(
                session_both, who, made, one, state=state, conclusion=conclusion, now=MONDAY
            )
        assert refusal.value.field == field
    actions.conclude_hypothesis(
        session_both, who, made, one, state="dropped", conclusion="Toutes le savent.", now=MONDAY
    )
    assert (one.state, one.conclusion) == ("dropped", "Toutes le savent.")


def test_the_director_alone_changes_the_team(session_both, fabrique):
    made, agent = fabrique.open(session_both), fabrique.person(session_both, "agent")
    with pytest.raises(Forbidden):
        actions.add_member(
            session_both,
            fabrique.actor(session_both, "intra"),
            made,
            agent,
            role=InvestigationRole.MEMBER,
            now=MONDAY,
        )
    given = actions.add_member(
        session_both,
        fabrique.actor(session_both, "director"),
        made,
        agent,
        role=InvestigationRole.MEMBER,
        now=MONDAY,
    )
    assert (given.role, given.quality) == (Role.TEAM, "member")
    with pytest.raises(Refused, match="déjà"):
        actions.add_member(
            session_both,
            fabrique.actor(session_both, "director"),
            made,
            agent,
            role=InvestigationRole.MEMBER,
            now=MONDAY,
        )


def test_it_goes_to_a_committee_when_nothing_is_missing(session_both, fabrique):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "intra")
    with pytest.raises(Refused, match="entretien"):
        actions.mark_sent(session_both, who, made, committee_ref="com-7k2m9qhx", now=MONDAY)
    fabrique.make_ready(session_both, made)
    assert queries.missing(session_both, made) == []
    actions.mark_sent(session_both, who, made, committee_ref="com-7k2m9qhx", now=MONDAY)
    assert (made.sent_to_committee_ref, made.sent_at) == ("com-7k2m9qhx", MONDAY)
    with pytest.raises(Forbidden):
        coach = fabrique.actor(session_both, "coach")
        actions.mark_sent(session_both, coach, made, committee_ref="com-7k2m9qhx", now=MONDAY)


def test_a_startup_answers_every_irritant(session_both, fabrique):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "director")
    known = {"decision_ref": "dec-7k2m9qhx", "on": TODAY, "now": MONDAY}
    actions.close_with_startup(
        session_both, who, made, startup_ref="stu-7k2m9qhx", title_of_answer="Aides", **known
    )

    assert (made.outcome, made.closed_on) == (InvestigationOutcome.STARTUP, TODAY)
    for irritant in queries.irritants_of(session_both, made):
        assert irritant.state is IrritantState.ANSWERED
        assert irritant.answered_by_ref == "stu-7k2m9qhx"
    with pytest.raises(Refused):
        actions.close_inconclusive(session_both, who, made, reason="no_impact", **known)


def test_an_inconclusive_end_gives_its_reason_to_every_irritant(session_both, fabrique):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "director")
    actions.close_inconclusive(
        session_both,
        who,
        made,
        reason="Une solution existe.",
        decision_ref="dec-7k2m9qhx",
        on=TODAY,
        now=MONDAY,
    )
    assert (made.outcome, made.reason) == (
        InvestigationOutcome.INCONCLUSIVE,
        "Une solution existe.",
    )
    found = queries.irritants_of(session_both, made)
    assert {(one.state, one.motive) for one in found} == {
        (IrritantState.INCONCLUSIVE, "Une solution existe.")
    }
    query = select(SearchLine).where(SearchLine.ref == made.ref)
    line = session_both.scalars(query).one()
    assert (line.state, line.title, line.reason) == ("inconclusive", made.title, made.reason)


def test_a_provisional_go_moves_the_end_and_calls_for_another_passage(session_both, fabrique):
    made, who = fabrique.open(session_both), fabrique.actor(session_both, "intra")
    fabrique.make_ready(session_both, made)
    actions.mark_sent(session_both, who, made, committee_ref="com-7k2m9qhx", now=MONDAY)
    moved = actions.move_planned_end(
        session_both,
        who,
        made,
        months=2,
        decided_on=TODAY,
        decision_ref="dec-7k2m9qhx",
        now=MONDAY,
    )
    assert moved == made.planned_end_on == date(2027, 3, 25)
    assert made.sent_to_committee_ref is None
    assert made.is_running


def test_those_to_tell_and_to_recuse_are_found(session_both, fabrique):
    made = fabrique.open(session_both)
    people = {one.id for one in actions.audience(session_both, made, TODAY)}
    assert people == {fabrique.ids["author"], fabrique.ids["agent"]}
    assert queries.author_ids(session_both, made) == sorted(people)


def test_a_list_is_filtered_and_what_is_written_is_found(session_both, fabrique):
    made = fabrique.open(session_both, fabrique.first)
    other = fabrique.open(session_both, fabrique.second, title="Autre sujet", question="Quoi ?")
    who = fabrique.actor(session_both, "agent")

    def found(**wanted):
        query = queries.listing(session_both, who, queries.Wanted(**wanted))
        return [one.ref for one in session_both.scalars(query)]

    assert set(found()) == {made.ref, other.ref}
    assert found(words="familles") == [made.ref]
    assert found(state=InvestigationState.CLOSED) == []
    assert found(incubator_ref=fabrique.other) == []
    actions.write_report(
        session_both, fabrique.actor(session_both, "intra"), other, report=REPORT, now=MONDAY
    )
    assert set(found(words="entretiens")) == {other.ref}


def test_a_confidential_irritant_is_retained_too(session_both, fabrique):
    ref = retained(
        session_both, fabrique, "author", "Un sujet réservé au service", confidential=True
    )
    made = fabrique.open(session_both, ref)
    assert [one.ref for one in queries.irritants_of(session_both, made)] == [ref]

"""A service in safeguard or asleep: what it seeks, offers upon it, what time brings."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.organisations.models import Organisation
from portal.policy import MACHINE, Act
from portal.startups import actions, queries, scheduled, takeover_queries, takeovers, tasks
from portal.startups.after_words import OfferState
from portal.startups.words import Phase, StopReason
from tests.startups.after import SECOND, STOP, THIRD, ended, offered, safeguarded
from tests.support.people import actor_of


@pytest.fixture
def s(studio_both):
    return studio_both


def told(s, kind: str) -> list[tuple[str, str]]:
    names = {person.id: who for who, person in s.people.items()}
    query = select(Notice).where(Notice.kind.startswith(kind)).order_by(Notice.id)
    return [(names[one.person_id], one.kind.partition(".")[2]) for one in s.session.scalars(query)]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


# The safeguard


def test_a_second_decision_lengthens_no_safeguard_and_wakes_no_sleeper(s):
    startup, asleep = safeguarded(s), ended(s, Phase.DORMANT, **SECOND)
    until, told = startup.safeguard_until, {"decision_ref": "dec-0000000c", "now": s.now}
    for one in (startup, asleep):
        actions.safeguard(s.session, MACHINE, one, until=date(2027, 9, 1), **told)

    assert (startup.safeguard_until, startup.safeguard_decision_ref) == (until, STOP)
    assert (asleep.safeguard_until, asleep.current_phase) == (None, Phase.DORMANT)


def test_its_days_are_recalled_once_each_then_it_sleeps_with_its_reason(s):
    startup = safeguarded(s)
    for _turn in range(2):
        for days in (0, 44, 45, 46, 60, 76, 77, 78, 91, 92, 93, 94):
            scheduled.run(s.session, at(s.today + timedelta(days=days)))

    assert told(s, "safeguard") == [
        ("team", "half"),
        ("director", "half"),
        ("team", "last"),
        ("director", "last"),
    ]
    assert startup.current_phase is Phase.DORMANT
    assert startup.end_reason == StopReason.NO_FUNDING
    frozen = [one for one in journal.of(s.session, startup.ref) if one.act == Act.TECHNICAL_EDIT]
    assert [len(one.after["lacking"]) for one in frozen] == [9]


def test_it_waits_for_the_committee_that_examines_an_offer(s):
    startup = safeguarded(s)
    one = offered(s, startup)
    takeovers.accept(s.session, s.actor("director"), one, now=s.now)
    after = at(startup.safeguard_until + timedelta(days=1))
    scheduled.run(s.session, after)
    assert startup.current_phase is Phase.CONSTRUCTION

    takeovers.conclude(s.session, s.actor("chair"), startup, went=False, now=s.now)
    scheduled.run(s.session, after)
    assert (one.state, startup.current_phase) == (OfferState.NOT_TAKEN, Phase.DORMANT)


def test_no_grant_is_stated_while_it_lasts(s):
    startup = s.imported()
    s.recorded(startup)
    told = {"until": date(2027, 2, 23), "decision_ref": STOP, "now": s.now}
    actions.safeguard(s.session, MACHINE, startup, **told)
    with pytest.raises(Refused):
        s.recorded(startup, amount=1)


# What it seeks


SOUGHT = {"amount": 90_000, "wants_sponsor": True, "wants_host": False, "helpers": ""}


def test_a_team_says_what_it_seeks_and_says_it_again(s):
    startup = safeguarded(s)
    for body in ("Un sponsor.", "Un hôte."):
        takeovers.seek(s.session, s.actor("team"), startup, body=body, **SOUGHT, now=s.now)

    assert takeover_queries.call_of(s.session, startup).body == "Un hôte."
    for who in ("sponsor", "stranger", "programme"):
        with pytest.raises(Forbidden):
            takeovers.seek(s.session, s.actor(who), startup, body="Moi.", **SOUGHT, now=s.now)


def test_what_goes_on_or_was_stopped_seeks_nobody(s):
    going, stopped = s.made(), ended(s, **SECOND)
    for one in (going, stopped):
        with pytest.raises(Refused):
            takeovers.seek(s.session, s.actor("team"), one, body="Un.", **SOUGHT, now=s.now)
        with pytest.raises(Refused):
            offered(s, one)


def test_the_list_shows_the_shortest_days_first_then_the_sleepers(s):
    asleep = ended(s, Phase.DORMANT)
    safe = safeguarded(s, **SECOND)
    s.made(**THIRD)

    assert list(s.session.scalars(takeover_queries.to_take_over())) == [safe, asleep]


# Offers


@pytest.mark.parametrize("phase", [None, Phase.DORMANT])
def test_whoever_brings_money_offers_and_team_and_director_hear(s, phase):
    startup = ended(s, phase) if phase else safeguarded(s)
    for who in ("team", "chair"):
        with pytest.raises(Forbidden):
            offered(s, startup, who)
    one = offered(s, startup, "stranger", receiving_ref=s.other.ref)

    assert told(s, "takeover") == [("team", "offered"), ("director", "offered")]
    assert takeover_queries.visible_to(s.session, s.actor("team"), startup) == [one]
    assert takeover_queries.visible_to(s.session, s.actor("stranger"), startup) == [one]
    assert takeover_queries.visible_to(s.session, s.actor("sponsor"), startup) == []


def test_an_organisation_has_one_live_offer_for_a_service(s):
    startup = safeguarded(s)
    first = offered(s, startup)
    with pytest.raises(Refused) as refusal:
        offered(s, startup, "stranger")
    assert refusal.value.field == "organisation"
    copied = (
        "INSERT INTO takeover_offer (ref, startup_id, organisation_ref, amount, carrier, message,"
        " holds_until, state, author_id, made_at, answer, version) SELECT 'ofr-0000000z',"
        " startup_id, organisation_ref, amount, carrier, message, holds_until, 'made', author_id,"
        " made_at, answer, version FROM takeover_offer"
    )
    with pytest.raises(IntegrityError), s.session.begin_nested():
        s.session.execute(text(copied))

    takeovers.withdraw(s.session, s.actor("programme"), first, now=s.now)
    assert offered(s, startup).state is OfferState.MADE


def test_an_offer_declined_has_its_reason_and_its_author_reads_it(s):
    startup = safeguarded(s)
    one = offered(s, startup)
    for who, answer in (("team", "Non."), ("stranger", "Non.")):
        with pytest.raises(Forbidden):
            takeovers.decline(s.session, s.actor(who), one, answer=answer, now=s.now)
    with pytest.raises(Refused):
        takeovers.decline(s.session, s.actor("director"), one, answer=" ", now=s.now)
    takeovers.decline(s.session, s.actor("director"), one, answer="Trop court.", now=s.now)

    assert ("programme", "declined") in told(s, "takeover")
    with pytest.raises(Refused):
        takeovers.withdraw(s.session, s.actor("programme"), one, now=s.now)


def test_only_its_author_takes_an_offer_back(s):
    one = offered(s, safeguarded(s))
    for who in ("director", "stranger", "team"):
        with pytest.raises(Forbidden):
            takeovers.withdraw(s.session, s.actor(who), one, now=s.now)
    takeovers.withdraw(s.session, s.actor("programme"), one, now=s.now)

    assert told(s, "takeover.withdrawn") == [("team", "withdrawn"), ("director", "withdrawn")]


def test_an_offer_that_no_longer_holds_ends_once_and_cannot_be_carried(s):
    startup = safeguarded(s)
    one = offered(s, startup, holds_until=s.today + timedelta(days=3))
    late = at(s.today + timedelta(days=4))
    with pytest.raises(Refused):
        takeovers.accept(s.session, s.actor("director"), one, now=late)
    for _turn in range(2):
        scheduled.run(s.session, late)

    assert one.state is OfferState.LAPSED
    assert told(s, "takeover.lapsed") == [("programme", "lapsed")]


def test_one_offer_at_a_time_is_before_a_committee(s):
    startup = safeguarded(s)
    first, second = offered(s, startup), offered(s, startup, organisation_ref=_another(s))
    takeovers.accept(s.session, s.actor("director"), first, now=s.now)
    with pytest.raises(Refused):
        takeovers.accept(s.session, s.actor("director"), second, now=s.now)


def test_a_go_brings_sponsor_and_incubator_and_answers_the_others(s):
    startup = safeguarded(s)
    taken = offered(s, startup, "stranger", receiving_ref=s.other.ref)
    other = offered(s, startup, organisation_ref=_another(s))
    takeovers.accept(s.session, s.actor("director"), taken, now=s.now)
    takeovers.conclude(s.session, s.actor("chair"), startup, went=True, now=s.now)
    s.session.expire_all()

    startup = queries.sheet(s.session, startup.ref)
    assert (taken.state, other.state) == (OfferState.TAKEN, OfferState.DECLINED)
    assert other.answer
    assert startup.incubator_refs == (s.other.ref, s.house.ref)
    assert s.body.ref in {one.organisation_ref for one in startup.sponsorships}


# Tasks


def test_team_and_director_find_what_is_asked_of_them(s):
    startup = safeguarded(s)
    offered(s, startup)
    s.session.expire_all()
    of = {who: [one.verb for one in _waiting(s, who)] for who in ("team", "director", "stranger")}

    assert of["team"] == ["Compléter"]
    assert "Répondre" in of["director"] and "Compléter" not in of["director"]
    assert "Répondre" not in of["stranger"]


def _waiting(s, who: str):
    return tasks.waiting(s.session, actor_of(s.people[who]), s.now)


def _another(s) -> str:
    s.session.add(body := Organisation(ref="org-0000000z", name="Agence des quais"))
    s.session.flush()
    return body.ref

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.administration import actions, queries
from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Missing, Refused, TooMany
from portal.notices.models import Notice
from portal.outbox import actions as outbox
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from portal.people import accounts, credentials, queries as people
from portal.policy import Act, Kind, Role
from tests.support.apps import MONDAY

TODAY = MONDAY.date()
NEW = {"email": "Neuf@test.gouv.example", "name": "Neuve Personne", "unit": "Rectorat"}


def open_account(session, actor, kind=Kind.AGENT, **changes):
    return actions.open_account(session, actor, **(NEW | changes), kind=kind, now=MONDAY)


def test_an_account_opens_with_an_invitation_and_no_password(session_both, office):
    admin = office.actor(session_both, "admin")
    person = open_account(session_both, admin)

    assert person.email == "neuf@test.gouv.example"
    assert (person.password_hash, person.is_awaited) == ("", True)
    mail = session_both.scalars(select(Mail)).one()
    assert (mail.address, mail.kind) == (person.email, "security")
    with pytest.raises(Refused) as refusal:
        open_account(session_both, admin)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("who", ["auditor", "programme", "director", "agent"])
def test_administrators_alone_open_and_close_accounts(session_both, office, who):
    actor = office.actor(session_both, who)
    with pytest.raises(Forbidden):
        open_account(session_both, actor)
    with pytest.raises(Forbidden):
        agent = office.person(session_both, "agent")
        accounts.deactivate(session_both, actor, agent, motive="Départ", now=MONDAY)


@pytest.mark.parametrize("kind", [Kind.AUDITOR, Kind.ADMINISTRATOR])
def test_an_exclusive_account_holds_its_role(session_both, office, kind):
    person = open_account(session_both, office.actor(session_both, "admin"), kind)
    assert [one.role.value for one in queries.mandates_of(session_both, person)] == [kind.value]


def test_a_closed_account_is_closed_at_once_and_may_open_again(session_both, office):
    admin, agent = office.actor(session_both, "admin"), office.person(session_both, "agent")
    accounts.deactivate(session_both, admin, agent, motive="Mutation", now=MONDAY)
    assert agent.deactivated_at == MONDAY
    assert journal.of(session_both, agent.ref)[0].motive == "Mutation"
    accounts.reactivate(session_both, admin, agent, motive="Retour", now=MONDAY)
    assert agent.deactivated_at is None


def test_closing_ends_the_roles_that_were_given_and_they_do_not_come_back(session_both, office):
    admin, who = office.actor(session_both, "admin"), office.person(session_both, "director")
    accounts.deactivate(session_both, admin, who, motive="Mutation", now=MONDAY)
    accounts.reactivate(session_both, admin, who, motive="Retour", now=MONDAY)

    assert not office.actor(session_both, "director").holds(Role.DIRECTOR, office.house)
    (kept,) = queries.mandates_of(session_both, who)
    assert (kept.role, kept.ends_on) == (Role.DIRECTOR, TODAY)


def test_what_the_nature_of_an_account_gives_stays_with_it(session_both, office):
    admin, who = office.actor(session_both, "admin"), office.person(session_both, "auditor")
    accounts.deactivate(session_both, admin, who, motive="Départ", now=MONDAY)

    assert queries.mandates_of(session_both, who)[0].ends_on is None


def test_a_role_to_come_never_begins_once_the_account_is_closed(session_both, office):
    programme, agent = office.actor(session_both, "programme"), office.person(session_both, "agent")
    later = TODAY + timedelta(days=30)
    known = {"role": Role.OFFICER, "starts_on": later, "ends_on": None, "now": MONDAY}
    house = office.incubator(session_both)
    given = actions.appoint(session_both, programme, house, agent, **known)

    admin = office.actor(session_both, "admin")
    accounts.deactivate(session_both, admin, agent, motive="Départ", now=MONDAY)
    assert given.ends_on == given.starts_on == later


def test_an_invitation_is_for_whoever_has_no_password_in_an_open_account(session_both, office):
    admin, agent = office.actor(session_both, "admin"), office.person(session_both, "agent")
    with pytest.raises(Refused, match="déjà choisi"):
        credentials.invite(session_both, admin, agent, now=MONDAY)
    person = open_account(session_both, admin)
    with pytest.raises(Forbidden):
        credentials.invite(session_both, office.actor(session_both, "agent"), person, now=MONDAY)
    accounts.deactivate(session_both, admin, person, motive="Erreur", now=MONDAY)
    with pytest.raises(Refused, match="fermé"):
        credentials.invite(session_both, admin, person, now=MONDAY)


def test_invitations_to_one_address_stop_at_five_a_day(session_both, office):
    admin = office.actor(session_both, "admin")
    person = open_account(session_both, admin)
    for _again in range(4):
        credentials.invite(session_both, admin, person, now=MONDAY)

    with pytest.raises(TooMany) as refusal:
        credentials.invite(session_both, admin, person, now=MONDAY)
    assert refusal.value.seconds == 24 * 3600
    credentials.invite(session_both, admin, person, now=MONDAY + timedelta(days=1))


def test_nobody_closes_their_own_account_nor_the_last_administrator(session_both, office):
    admin, other = office.actor(session_both, "admin"), office.actor(session_both, "admin2")
    me = office.person(session_both, "admin")
    with pytest.raises(Refused):
        accounts.deactivate(session_both, admin, me, motive="Départ", now=MONDAY)
    accounts.deactivate(session_both, other, me, motive="Départ", now=MONDAY)
    # The account was closed under the one who asks: the other is then the last.
    with pytest.raises(Refused, match="dernier"):
        last = office.person(session_both, "admin2")
        accounts.deactivate(session_both, admin, last, motive="Départ", now=MONDAY)


def test_the_direction_of_the_programme_needs_two_administrators(session_both, office):
    agent = office.person(session_both, "agent")
    first, second = (office.actor(session_both, who) for who in ("admin", "admin2"))
    assert not actions.propose_direction(session_both, first, agent, now=MONDAY)
    told = session_both.scalars(select(Notice.person_id).where(Notice.kind == "role"))
    assert list(told) == [office.person(session_both, "admin2").id]
    with pytest.raises(Refused, match="déjà"):
        actions.propose_direction(session_both, first, agent, now=MONDAY)
    assert actions.propose_direction(session_both, second, agent, now=MONDAY)
    assert office.actor(session_both, "agent").has(Role.PROGRAMME)
    assert queries.proposal(session_both, agent, MONDAY) is None


def test_a_proposal_lasts_a_week(session_both, office):
    agent, later = office.person(session_both, "agent"), MONDAY + timedelta(days=8)
    first, second = (office.actor(session_both, who) for who in ("admin", "admin2"))
    actions.propose_direction(session_both, first, agent, now=MONDAY)
    assert not actions.propose_direction(session_both, second, agent, now=later)


def test_the_direction_goes_to_an_agent_and_a_lone_administrator_gives_nothing(
    session_both, office
):
    admin = office.actor(session_both, "admin")
    with pytest.raises(Refused, match="agent"):
        auditor = office.person(session_both, "auditor")
        actions.propose_direction(session_both, admin, auditor, now=MONDAY)
    other = office.person(session_both, "admin2")
    accounts.deactivate(session_both, admin, other, motive="Départ", now=MONDAY)
    with pytest.raises(Refused, match="second"):
        agent = office.person(session_both, "agent")
        actions.propose_direction(session_both, admin, agent, now=MONDAY)


def test_the_direction_ends_on_a_day_with_a_motive(session_both, office):
    admin, who = office.actor(session_both, "admin"), office.person(session_both, "programme")
    mandate = queries.open_mandate(session_both, who, Role.PROGRAMME, None, TODAY)
    actions.end_direction(
        session_both, admin, mandate, ends_on=TODAY, motive="Nouveau poste", now=MONDAY
    )
    assert not office.actor(session_both, "programme").has(Role.PROGRAMME)


def test_an_end_is_never_put_off_for_that_would_be_giving(session_both, office):
    admin, who = office.actor(session_both, "admin"), office.person(session_both, "programme")
    mandate = queries.open_mandate(session_both, who, Role.PROGRAMME, None, TODAY)
    known = {"motive": "Nouveau poste", "now": MONDAY}
    soon, later = TODAY + timedelta(days=10), date(2099, 1, 1)
    actions.end_direction(session_both, admin, mandate, ends_on=soon, **known)

    with pytest.raises(Refused) as refusal:
        actions.end_direction(session_both, admin, mandate, ends_on=later, **known)
    assert (refusal.value.field, mandate.ends_on) == ("ends_on", soon)

    actions.end_direction(session_both, admin, mandate, ends_on=TODAY, **known)
    with pytest.raises(Missing):
        queries.open_mandate(session_both, who, Role.PROGRAMME, None, TODAY)


def test_the_programme_gives_and_ends_roles_in_an_incubator(session_both, office):
    programme, agent = office.actor(session_both, "programme"), office.person(session_both, "agent")
    known = {"role": Role.DIRECTOR, "starts_on": TODAY, "ends_on": None, "now": MONDAY}
    house = office.incubator(session_both)
    for who in ("admin", "auditor", "director"):
        with pytest.raises(Forbidden):
            actor = office.actor(session_both, who)
            actions.appoint(session_both, actor, house, agent, **known)
    given = actions.appoint(session_both, programme, house, agent, **known)
    assert office.actor(session_both, "agent").holds(Role.DIRECTOR, office.house)
    with pytest.raises(Refused, match="déjà"):
        actions.appoint(session_both, programme, house, agent, **known)
    actions.end_mandate(
        session_both, programme, house, given, ends_on=TODAY, motive="Erreur", now=MONDAY
    )
    assert not office.actor(session_both, "agent").holds(Role.DIRECTOR, office.house)


def test_nobody_gives_themselves_a_role_nor_one_to_an_exclusive_account(session_both, office):
    programme, house = office.actor(session_both, "programme"), office.incubator(session_both)
    known = {"role": Role.OFFICER, "starts_on": TODAY, "ends_on": None, "now": MONDAY}
    with pytest.raises(Forbidden):
        me = office.person(session_both, "programme")
        actions.appoint(session_both, programme, house, me, **known)
    with pytest.raises(Refused):
        auditor = office.person(session_both, "auditor")
        actions.appoint(session_both, programme, house, auditor, **known)


def test_an_end_comes_after_the_beginning(session_both, office):
    programme, house = office.actor(session_both, "programme"), office.incubator(session_both)
    mandate = queries.open_mandate(
        session_both, office.person(session_both, "director"), Role.DIRECTOR, office.house, TODAY
    )
    with pytest.raises(Refused) as refusal:
        before = date(2025, 1, 1)
        actions.end_mandate(
            session_both, programme, house, mandate, ends_on=before, motive="x", now=MONDAY
        )
    assert refusal.value.field == "ends_on"
    with pytest.raises(Missing):
        agent = office.person(session_both, "agent")
        queries.open_mandate(session_both, agent, Role.DIRECTOR, office.house, TODAY)


def test_mails_given_up_are_sent_again(session_both, office):
    known = {"kind": "x", "subject": "Secret", "body": "Secret", "now": MONDAY}
    for number in range(3):
        outbox.post(session_both, event=f"e:{number}", address="a@b.fr", **known)
    mails = list(session_both.scalars(select(Mail).order_by(Mail.id)))
    mails[0].state = mails[1].state = MailState.DEAD
    session_both.flush()
    seen = queries.outbox(session_both, MONDAY + timedelta(hours=1))
    assert (seen.waiting, seen.late, seen.dead, seen.sent_today) == (1, 1, 2, 0)
    with pytest.raises(Forbidden):
        actions.retry_dead_mails(session_both, office.actor(session_both, "auditor"), now=MONDAY)
    assert (
        actions.retry_dead_mails(session_both, office.actor(session_both, "admin"), now=MONDAY) == 2
    )
    assert queries.outbox(session_both, MONDAY).waiting == 3
    assert journal.of(session_both, "courriers")[0].act == Act.OUTBOX_RETRY.value


def test_people_are_found_by_name_or_address(session_both, office):
    found = [one.name for one in session_both.scalars(people.everyone("direct"))]
    assert found == ["Director Test"]

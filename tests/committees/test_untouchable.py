"""What no statement and no administrator changes: ballots once counted, register, journal (P24, P25)."""

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.committees.item_models import Recusal
from portal.committees.words import RecusalCause
from portal.policy import Kind, Role
from tests.committees.settling import funded, settle
from tests.committees.world import email
from tests.house import addresses
from tests.support.apps import ENGINES, writing
from tests.support.browser import Visitor
from tests.support.people import open_account

KEPT = ("ballot", "ballot_version", "roll_member", "recusal", "decision", "register_entry")
EMPTIED_BY_NOBODY = (
    *("register_entry", "journal_entry", "decision", "ballot", "ballot_version", "roll_member"),
    *("recusal", "dossier", "addendum", "minutes", "settings_version", "irritant_comment"),
    *("irritant_comment_wording", "irritant_comment_mask", "item", "sitting", "person"),
)
STATEMENTS = (
    "UPDATE ballot SET choice = 'no_go'",
    "DELETE FROM ballot",
    "UPDATE ballot_version SET choice = 'no_go'",
    "DELETE FROM ballot_version",
    "UPDATE decision SET outcome = 'no_go'",
    "DELETE FROM decision",
    "UPDATE register_entry SET payload = '{}'",
    "DELETE FROM register_entry",
    "UPDATE roll_member SET quality = 'autre'",
    "DELETE FROM roll_member",
    "UPDATE recusal SET note = 'autre'",
    "DELETE FROM recusal",
    "UPDATE dossier SET body = 'autre' WHERE sha256 <> ''",
    "DELETE FROM dossier WHERE sha256 <> ''",
    "UPDATE journal_entry SET motive = 'autre'",
    "DELETE FROM journal_entry",
)


@pytest.fixture
def decided(app_both, clock):
    """A decision proclaimed on one item, and three ballots in the open vote of another."""
    with writing(app_both) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        other = world.send_startup(session, funded(session, world, "Une autre"))
        world.ready(session, item, other)
        world.counted(session, item, "ggggn")
        world.proclaim(session, item)
        told = {"person_id": world.ids["expert"], "cause": RecusalCause.DECLARED, "at": world.now}
        session.add(Recusal(item_id=item.id, **told))
        world.open_vote(session, other)
        world.vote(session, other, "gnp")
        for who in ("admin", "admin2"):
            open_account(session, email(who), Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    return world


def test_the_database_itself_refuses_to_rewrite_what_was_done(app_both, decided):
    with writing(app_both) as session:
        # A vote that is open may still change: the ballots of the other item are those counted.
        session.execute(text("UPDATE item SET state = 'closed' WHERE state = 'open'"))
    for statement in STATEMENTS:
        with pytest.raises(DBAPIError), writing(app_both) as session:
            session.execute(text(statement))


@pytest.mark.parametrize("engine_kind", ENGINES[1:])
def test_the_server_refuses_to_empty_them_too(app_both, decided):
    """The embedded database has no TRUNCATE. Emptying what they lean on would empty them too."""
    for table in EMPTIED_BY_NOBODY:
        with pytest.raises(DBAPIError), writing(app_both) as session:
            session.execute(text(f"TRUNCATE {table} CASCADE"))


def rows(app) -> dict[str, list]:
    """Everything that is kept of votes, as it stands."""
    with writing(app) as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]
            for table in KEPT
        }


def test_an_administrator_changes_nothing_of_a_vote_whatever_they_send(app_both, decided):
    """Every address that writes, with sound answers and with odd ones, as administrator."""
    app_both.config["PROPAGATE_EXCEPTIONS"] = False
    before = rows(app_both)
    visitor = Visitor(app_both).sign_in(email("admin")).get("/moi")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    known = addresses.things(app_both)
    paths = [
        path
        for rule in app_both.url_map.iter_rules()
        if "POST" in rule.methods and rule.endpoint not in addresses.ENDING
        for path in addresses.paths(app_both, rule, known, 1)
    ]

    answers = [
        visitor.client.post(path, data=said | {"csrf_token": token, "_idem": uuid.uuid4().hex})
        for path in paths
        for said in (addresses.sound(), addresses.dealt(addresses.names(), 3))
    ]

    assert [one.request.path for one in answers if one.status_code >= 500] == []
    assert rows(app_both) == before

"""A masked author is named nowhere: every address, every reader, every mail, every notice.

The addresses are those of the URL map, so that a new one is looked at as soon as it exists.
"""

from datetime import date

import pytest
from sqlalchemy import select

from portal.files.models import StoredFile
from portal.investigations import actions as investigations
from portal.irritants import actions, queries
from portal.irritants.comment_models import Comment
from portal.journal.models import JournalEntry
from portal.notices.models import Notice
from portal.outbox.models import Mail
from tests.files.joining import put
from tests.investigations.conftest import engagement
from tests.irritants.conftest import REVIEW, WHY
from tests.irritants.test_pages import Town, visit
from tests.irritants.test_review import REASONS
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor

# The author, and a colleague who tells it with them.
NAMES = ("Vraisnom", "author@test.gouv.example", "Agent Test", "agent@test.gouv.example")
# A passer-by, one who supports, follows and investigates, then those who triage, route and audit.
READERS = (None, "fan", "officer", "elsewhere", "programme", "auditor")
# Where an irritant, or what is made of it, may be read.
ABOUT = ("/irritants/", "/tri/", "/investigations/")
# The accounts are listed by name to those who keep them: these pages say nothing of irritants.
ACCOUNTS = "administration."


@pytest.fixture
def told(app):
    """Every place where a masked author leaves something; the references, by name."""
    town = Town(app)
    masked = {"identity_shown": False, "publish_consent": True}
    kept, refused = town.deposit(**masked), town.deposit(key="k2", **masked)
    moved, waiting = town.deposit(key="k3", **masked), town.deposit(key="k4", **masked)
    for ref in (kept, refused, moved):
        town.does("fan", "support", ref, context="Chez nous aussi")
        town.does("fan", "follow", ref)
    with writing(app) as session:
        colleague = session.merge(town.village.people["agent"])
        asked = queries.by_ref(session, kept)
        actions.invite(session, town.actors["author"], asked, colleague, now=MONDAY)
    town.does("agent", "take_part", kept)
    town.does("agent", "comment", kept, body="Chez nous aussi, et au guichet d’à côté.")
    town.does("author", "comment", kept, body="Je le vois chaque semaine à mon guichet.")
    town.does("officer", "ask_completion", kept, motive_code="no_figures", motive=WHY)
    version = town.read(kept, "version")
    town.does("agent", "complete", kept, values={"people_affected": 9}, version=version)
    town.does("officer", "qualify", kept)
    town.does("officer", "select", kept)
    declined = {"motive_code": "other", "motive": WHY, "review_on": REVIEW}
    town.does("officer", "decline", refused, **declined)
    town.does("author", "ask_review", refused, reasons=REASONS)
    town.does("officer", "redirect", moved, incubator_ref=town.other, motive=WHY)
    town.does("author", "withdraw", waiting, motive="Je me suis trompé de service.")
    town.refs = {"kept": kept, "refused": refused, "moved": moved, "waiting": waiting}
    _more(town)
    return town


def _more(town) -> None:
    """A file, a masked comment, an investigation."""
    with writing(town.app) as session:
        author, village = town.actors["author"], town.village
        file = put(session, author, queries.by_ref(session, town.refs["moved"]))
        comment = session.scalars(select(Comment)).first()
        made = investigations.open_(
            session,
            town.actors["director"],
            incubator_ref=town.house,
            irritant_refs=[town.refs["kept"]],
            title="Dites-le-nous une fois",
            question="Pourquoi la même pièce est-elle demandée trois fois au guichet ?",
            engagement=engagement(),
            intrapreneur=session.merge(village.people["fan"]),
            days_tenths=20,
            planned_end_on=date(2027, 1, 25),
            now=MONDAY,
        )
        town.refs |= {"file": file.ref, "comment": comment.ref, "investigation": made.ref}
        assert session.scalars(select(StoredFile)).one()


def addresses(town) -> list[str]:
    """Every address that is read: those that name nothing, and those of what stands in `told`."""
    found = []
    for rule in town.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.startswith(("static", ACCOUNTS)):
            continue
        if not rule.arguments:
            found.append(rule.rule)
        elif rule.rule.startswith(ABOUT):
            found += _filled(town, rule)
    return [*sorted(set(found)), *(f"/tri?vue={view}" for view in ("reexamens", "offerts"))]


def _filled(town, rule) -> list[str]:
    refs = town.refs
    known = {"file_ref": refs["file"], "comment_ref": refs["comment"], "step": 1}
    beside = {name: known.get(name, refs["comment"]) for name in rule.arguments - {"ref"}}
    about = rule.rule.startswith("/investigations/")
    things = ["investigation"] if about else ["kept", "refused", "moved", "waiting"]
    with town.app.test_request_context():
        return [
            town.app.url_map.bind("").build(rule.endpoint, beside | {"ref": refs[name]})
            for name in things
        ]


@pytest.mark.parametrize("who", READERS)
def test_no_page_names_a_masked_author(told, who):
    reader = visit(told, who) if who else Visitor(told.app)
    faults, read = [], 0
    for path in addresses(told):
        for headers in ({}, {"HX-Request": "true"} if path.startswith(ABOUT) else None):
            if headers is None:
                continue
            answer = reader.client.get(path, headers=headers)
            read += answer.status_code == 200
            page = answer.get_data(as_text=True) + str(answer.headers)
            faults += [(path, headers) for name in NAMES if name in page]

    assert faults == []
    # There is something to read, and so something that might be told.
    assert read > (20 if who else 8)


def test_nobody_finds_an_irritant_by_the_name_of_its_masked_author(told):
    for who in READERS:
        reader = visit(told, who) if who else Visitor(told.app)
        for path in ("/irritants?q=vraisnom", "/recherche?q=vraisnom"):
            assert not any(ref in reader.get(path).response.text for ref in told.refs.values())
        assert told.refs["kept"] in reader.get("/irritants?q=justificatif").response.text


def test_the_pages_that_are_read_do_speak_of_it(told):
    paths = addresses(told)
    ref, pseudonym = told.refs["kept"], told.read(told.refs["kept"], "pseudonym")

    assert len(paths) > 40 and f"/irritants/{ref}" in paths and f"/tri/{ref}" in paths
    assert visit(told, "officer").get(f"/tri/{ref}").sees(pseudonym)
    assert visit(told, "author").get(f"/irritants/{ref}").sees("Odile Vraisnom")


def test_no_mail_and_no_notice_names_them_to_another(told):
    with writing(told.app) as session:
        mails = session.scalars(select(Mail).where(Mail.address.not_in(NAMES))).all()
        tellers = [told.actors[who].person_id for who in ("author", "agent")]
        notices = session.scalars(select(Notice).where(Notice.person_id.not_in(tellers))).all()
        journal = session.scalars(select(JournalEntry)).all()

        assert len(mails) >= 10 and len(notices) >= 10 and len(journal) >= 10
        texts = [m.subject + m.body for m in mails] + [n.title + n.body for n in notices]
        # The journal knows the person by their number; what it says names nobody.
        texts += [f"{e.before}{e.after}{e.motive}" for e in journal]
        assert [text for text in texts if any(name in text for name in NAMES)] == []


def test_once_asked_with_a_reason_the_name_is_known_to_this_desk_alone(told):
    ref = told.refs["refused"]
    told.does("officer", "unmask", ref, motive=WHY)
    knowing = {
        who: NAMES[0] in visit(told, who).get(f"/tri/{ref}").response.get_data(as_text=True)
        for who in ("officer", "director", "elsewhere", "programme", "auditor")
    }
    assert knowing == {
        "officer": True,
        "director": True,
        "elsewhere": False,
        "programme": False,
        "auditor": False,
    }
    author = visit(told, "author").get(f"/irritants/{ref}")
    assert author.sees("Officer Test a demandé à connaître l’auteur.") and author.sees(WHY)
    assert author.sees("23 novembre 2026 à 09 h 00")
    fan = visit(told, "fan").get(f"/irritants/{ref}")
    assert not fan.sees(NAMES[0]) and not fan.sees("a demandé à connaître")

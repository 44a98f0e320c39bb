"""Whom a comment is for, and who is asked to read it: the others learn nothing of it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal import policy
from portal.irritants import actions, comment_queries, queries
from portal.irritants.comment_models import Comment
from portal.irritants.words import Readers
from portal.kernel.errors import Refused
from portal.notices.models import Notice
from portal.outbox.models import Mail
from portal.people.models import Person
from tests.irritants.test_pages import Town, visit
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor

EVERYONE = ("author", "agent", "fan", "officer", "director", "elsewhere", "programme", "auditor")
DESK = {"agent", "officer", "director", "programme", "auditor"}
# The agent writes; who reads what they wrote.
READ = {Readers.AGENTS: set(EVERYONE), Readers.AUTHOR: DESK | {"author"}, Readers.DESK: DESK}


def says(v, irritant, readers, who="agent", body="Un mot pour peu de monde.", **told):
    values = {"body": body, "readers": readers, "now": v.now} | told
    return actions.comment(v.session, v.actor(who), irritant, **values)


def heard(v, said):
    """Who was told of this comment, once each."""
    query = select(Person.email).join(Notice, Notice.person_id == Person.id)
    found = list(v.session.scalars(query.where(Notice.event == f"comment:{said.ref}")))
    assert len(found) == len(set(found))
    return {email.partition("@")[0] for email in found}


@pytest.mark.parametrize("readers", list(Readers))
def test_the_query_and_the_policy_agree_on_who_reads(v, irritant, readers):
    said = says(v, irritant, readers)
    by_policy = {who for who in EVERYONE if policy.reads_comment(v.actor(who), said)}
    by_query = {
        who
        for who in v.people
        if v.session.scalars(select(Comment).where(comment_queries.visible_to(v.actor(who)))).all()
    }

    assert by_policy == READ[readers]
    assert by_query - {"admin"} == READ[readers]
    counts = {who: comment_queries.count(v.session, v.actor(who), irritant) for who in EVERYONE}
    assert {who for who, count in counts.items() if count} == READ[readers]
    assert not policy.reads_comment(v.actor("admin"), said)


def test_an_officer_does_not_read_what_the_desk_is_told_of_their_own_irritant(v):
    theirs = v.irritant("officer", "k2")
    said = says(v, theirs, Readers.DESK)

    assert not policy.reads_comment(v.actor("officer"), said)
    assert comment_queries.count(v.session, v.actor("officer"), theirs) == 0
    assert heard(v, said) == {"director"}


@pytest.mark.parametrize(
    ("readers", "told"),
    [
        (Readers.AGENTS, {"author", "fan"}),
        (Readers.AUTHOR, {"author", "officer", "director"}),
        (Readers.DESK, {"officer", "director"}),
    ],
)
def test_only_readers_are_told_and_those_it_is_for_always_are(v, irritant, readers, told):
    actions.follow(v.session, v.actor("fan"), irritant, now=v.now)
    if readers is Readers.AUTHOR:
        actions.unfollow(v.session, v.actor("author"), irritant, now=v.now)

    assert heard(v, says(v, irritant, readers)) == told


def test_whoever_has_it_in_charge_is_told_in_place_of_the_desk(v, irritant):
    actions.take(v.session, v.actor("director"), irritant, now=v.now)

    assert heard(v, says(v, irritant, Readers.DESK)) == {"director"}


def test_the_database_itself_refuses_to_widen(v, irritant):
    said = says(v, irritant, Readers.DESK)
    widen = text("UPDATE irritant_comment SET readers = 'agents' WHERE id = :id")
    with pytest.raises(DatabaseError), v.session.begin_nested():
        v.session.execute(widen, {"id": said.id})
    actions.withdraw_comment(v.session, v.actor("agent"), said, now=v.now)

    assert said.readers is Readers.DESK


def test_the_answer_to_a_mask_goes_to_those_of_the_desk_who_read(v):
    theirs = v.irritant("officer", "k2")
    said = says(v, theirs, Readers.DESK)
    why = "Un usager est nommé : son nom n’a pas à être lu."
    mask = actions.mask(v.session, v.actor("director"), said, motive=why, now=v.now)
    actions.answer_mask(v.session, v.actor("agent"), said, mask, answer="C’est juste.", now=v.now)
    query = select(Person).join(Notice, Notice.person_id == Person.id)
    told = v.session.scalars(query.where(Notice.event == f"answer:{mask.id}:{said.ref}")).all()

    assert told == [v.people["director"]]


# Mentions

AUTHOR = "Odile Vraisnom"


def key_of(v, who):
    return "auteur" if who == "author" else v.people[who].ref


def test_a_mention_reaches_once_whoever_follows_too(v, irritant):
    actions.follow(v.session, v.actor("director"), irritant, now=v.now)
    said = says(v, irritant, Readers.AGENTS, told=key_of(v, "director"))

    assert heard(v, said) == {"author", "director"}
    mails = v.session.scalars(select(Mail).where(Mail.address == v.people["director"].email)).all()
    assert [one.subject for one in mails if "vous est adressé" in one.subject] != []
    assert len([one for one in mails if "ommentaire" in one.subject]) == 1
    assert [each.person_id for each in said.mentions] == [v.people["director"].id]


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("Merci @Officer Test de regarder", ["officer"]),
        ("Merci @officer", ["officer"]),
        ("Écrivez à nom@officer.example", []),
        ("@Personne Ici", []),
        ("@Fan Test", []),
    ],
)
def test_a_typed_name_counts_when_it_means_one_person_around(v, irritant, body, asked):
    said = says(v, irritant, Readers.AGENTS, body=body)

    assert [each.person_id for each in said.mentions] == [v.people[who].id for who in asked]


def test_a_name_that_means_two_people_asks_for_none(v, irritant):
    v.people["director"].name = "Officer Autre"
    said = says(v, irritant, Readers.AGENTS, body="Merci @Officer")

    assert said.mentions == []


@pytest.mark.parametrize("readers", [Readers.DESK, Readers.AUTHOR])
def test_whoever_would_not_read_is_not_told(v, irritant, readers):
    says(v, irritant, Readers.AGENTS, who="fan", body="Chez nous aussi.")
    for told in ({"told": key_of(v, "fan")}, {"body": "@Fan Test"}, {"body": "@Elsewhere Test"}):
        with pytest.raises(Refused), v.session.begin_nested():
            says(v, irritant, readers, **told)


def test_a_hidden_comment_does_not_put_its_writer_in_the_list(v, irritant):
    says(v, irritant, Readers.DESK, who="fan")
    with pytest.raises(Refused, match="pas parmi"):
        says(v, irritant, Readers.DESK, body="@Fan Test")


def test_a_masked_author_is_told_by_pseudonym_and_their_name_is_anybody_s(v):
    theirs = v.irritant("author", "k2", identity_shown=False)
    said = says(v, theirs, Readers.AUTHOR, body=f"@{theirs.pseudonym} merci")
    assert [each.person_id for each in said.mentions] == [v.people["author"].id]
    sentences = set()
    for name in (AUTHOR, "Fan Test"):
        with pytest.raises(Refused) as refusal, v.session.begin_nested():
            says(v, theirs, Readers.AUTHOR, body=f"@{name} merci")
        sentences.add(str(refusal.value).replace(name, "X"))
    assert len(sentences) == 1
    assert says(v, theirs, Readers.AGENTS, body=f"@{AUTHOR} merci").mentions == []


# Pages


def test_a_choice_that_cannot_be_kept_is_said_and_nothing_typed_is_lost(town, mode):
    ref = town.deposit()
    agent = visit(town, "agent", mode).get(f"/irritants/{ref}")
    told = {
        "Votre commentaire": "Un mot sur l’accueil.",
        "Qui le lira ?": "l’incubateur seulement",
        "Prévenir quelqu’un": "Odile Vraisnom, auteur de l’irritant",
    }
    agent.submit("Commenter", told)
    assert agent.status == 422
    assert any("Odile Vraisnom ne lira pas ce commentaire" in line for line in agent.errors)
    assert agent.value("Votre commentaire", button="Commenter") == "Un mot sur l’accueil."
    agent.submit("Commenter", {"Qui le lira ?": "l’auteur de l’irritant et l’incubateur"})

    assert agent.sees("pour l’auteur de l’irritant et l’incubateur")
    assert agent.sees("Prévenus : Odile Vraisnom")


# Searched for by its beginning, which the page of results repeats.
WORD = "zyxgraal"
SHOWN = (
    "/irritants/{ref}",
    "/irritants/{ref}/commentaires/{comment}",
    "/irritants/{ref}/commentaires/{comment}/correction",
    "/irritants/{ref}/commentaires/{comment}/signalement",
    "/irritants/{ref}/commentaires/{comment}/moderation",
    "/irritants/suivis",
    "/irritants?q=" + WORD[:5],
    "/recherche?q=" + WORD[:5],
    "/tri/{ref}",
    "/taches",
    "/messages",
)


@pytest.fixture
def town(app):
    return Town(app)


@pytest.mark.parametrize("readers", list(Readers))
def test_the_text_shows_nowhere_to_those_it_is_not_for(town, readers):
    ref = town.deposit(publish_consent=True)
    with writing(town.app) as session:
        for who in ("fan", "elsewhere", "officer"):
            actions.follow(session, town.actors[who], queries.by_ref(session, ref), now=MONDAY)
        told = {"body": f"Le {WORD} du guichet", "readers": readers, "now": MONDAY}
        said = actions.comment(session, town.actors["agent"], queries.by_ref(session, ref), **told)
        comment = said.ref
        actions.flag(session, town.actors["officer"], said, reason=f"Ce {WORD}", now=MONDAY)
        actions.qualify(session, town.actors["officer"], queries.by_ref(session, ref), now=MONDAY)
    read = {who: reads_somewhere(town, who, ref, comment) for who in (*EVERYONE, "admin")}

    assert {who for who, found in read.items() if found} == READ[readers], read
    assert not reads_somewhere(town, None, ref, comment)
    with writing(town.app) as session:
        mailed = session.scalars(select(Mail).where(Mail.subject.contains("ommentaire"))).all()
        assert {one.address.partition("@")[0] for one in mailed} <= READ[readers]
        assert not any(WORD in one.body for one in mailed)


def reads_somewhere(town, who, ref, comment):
    """Whether this person meets the word, or a count or a message that tells of it."""
    client = (visit(town, who) if who else Visitor(town.app)).client
    asked = [(path, {}) for path in SHOWN] + [(SHOWN[0], {"HX-Request": "true"})]
    found = set()
    for path, headers in asked:
        where = path.format(ref=ref, comment=comment)
        answer = client.get(where, headers=headers, follow_redirects=True)
        page = answer.get_data(as_text=True)
        found |= {(path, sign) for sign in SIGNS if sign in page}
        if comment in page and answer.status_code == 200 and answer.request.path != "/connexion":
            found.add((path, "ref"))
    return found


SIGNS = (WORD, "1 commentaire", "ouveau commentaire", "vous est adressé")

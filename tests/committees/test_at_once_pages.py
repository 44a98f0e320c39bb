"""The same crowd on its pages, on both databases: whoever was told so is counted, nobody else."""

from datetime import timedelta

from portal.committees import item_queries, scheduled
from portal.committees.decision_models import Decision
from portal.committees.vote_models import Ballot
from portal.committees.words import Choice, ItemState
from portal.outbox.models import Mail
from portal.register import queries as register
from tests.committees.settling import settle
from tests.committees.world import email
from tests.support.apps import writing
from tests.support.browser import Visitor
from tests.support.crowd import at_once

BALLOT = {"Votre bulletin": "Poursuivre, comme proposé", "Pourquoi": "Les preuves sont là."}
KEPT = "Votre bulletin est enregistré."


def seated(app, who: str, path: str) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(email(who))
    return visitor.get(path)


def test_sixty_four_ballots_around_the_closing_instant(crowd, clock):
    app, _world, ref, members = crowd
    with writing(app) as session:
        closes_at = item_queries.by_ref(session, ref, clock.now()).closes_at
    # The password must be fresh to vote.
    clock.move_to(closes_at - timedelta(minutes=5))
    visitors = [seated(app, who, f"/points/{ref}") for who in members]

    def cast(visitor: Visitor):
        return lambda: visitor.submit("Voter", BALLOT).sees(KEPT)

    def strike():
        clock.move_to(closes_at + timedelta(seconds=1))
        return "struck"

    jobs = [cast(visitor) for visitor in visitors]
    jobs.insert(len(jobs) // 2, strike)
    answers = at_once(jobs)
    told = [
        who for who, is_told in zip(members, without(answers, "struck"), strict=True) if is_told
    ]

    assert {visitor.status for visitor in visitors} <= {200, 422}
    with writing(app) as session:
        scheduled.run(session, clock.now())
    with writing(app) as session:
        item = item_queries.by_ref(session, ref, clock.now())
        assert session.query(Ballot).count() == len(told)
        if item.state is ItemState.CLOSED:
            assert item.counts["go"] == len(told)
        else:
            assert item.state is ItemState.NO_QUORUM and len(told) < len(members) / 2


def without(answers: list, word: str) -> list:
    return [answer for answer in answers if answer != word]


def test_two_presiders_on_their_pages_make_one_decision(app_both, clock):
    with writing(app_both) as session:
        world = settle(session, clock)
        item = world.send_startup(session)
        world.ready(session, item)
        world.counted(session, item, "ggggg")
        ref = item.ref
    tabs = [seated(app_both, "chair", f"/points/{ref}") for _tab in range(4)]
    why = [f"Les preuves de l’onglet {number} sont là." for number in range(len(tabs))]

    def proclaim(tab: Visitor, text: str):
        return lambda: tab.submit("Proclamer la décision", {"Motifs de la décision": text}).status

    answers = at_once([proclaim(*pair) for pair in zip(tabs, why, strict=True)])

    assert sorted(answers) == [200, 422, 422, 422]
    with writing(app_both) as session:
        (decision,) = session.query(Decision)
        assert decision.motive == why[answers.index(200)]
        assert register.head(session)[0] == 1 and register.fault(session) is None
        mails = [(mail.address, mail.event) for mail in session.query(Mail)]
        assert len(mails) == len(set(mails))
    # Whoever came second still has what they wrote.
    for tab, text, status in zip(tabs, why, answers, strict=True):
        assert status == 200 or tab.sees(text)


def test_two_clocks_at_once_close_a_vote_once(crowd, clock):
    app, world, ref, members = crowd
    with writing(app) as session:
        for who in members:
            world.cast(session, world.item(session, ref), who, Choice.GO)
    world.later(minutes=21)

    def tick():
        with writing(app) as session:
            return scheduled.run(session, clock.now())

    assert sum(count > 0 for count in at_once([tick] * 4)) == 1
    with writing(app) as session:
        assert world.item(session, ref).counts["go"] == len(members)

"""No vote opens on a proposal that does not say what is asked, nor for how much."""

from itertools import product

import pytest

from portal.committees import proposal_rules, undecided_actions
from portal.committees.dossier_words import Gap
from portal.committees.effects import Proposal
from portal.committees.words import Direction, ItemState, SubjectKind
from portal.kernel.errors import Refused
from portal.startups.words import Phase
from tests.committees.world import WEEK, World, write
from tests.support.apps import writing

STARTUP = SubjectKind.STARTUP
GIVES = {
    Proposal(SubjectKind.INVESTIGATION, Direction.LAUNCH): True,
    Proposal(STARTUP, Direction.CONTINUE): True,
    Proposal(STARTUP, Direction.PIVOT): True,
    Proposal(STARTUP, Direction.MAINTENANCE): True,
    Proposal(STARTUP, Direction.NEXT_PHASE, phase=Phase.ACCELERATION): True,
    # The end state itself gives no money; a phase that leads to it does.
    Proposal(STARTUP, Direction.TRANSFER): False,
    Proposal(STARTUP, Direction.OPERATE): False,
    Proposal(STARTUP, Direction.MERGE): False,
    Proposal(STARTUP, Direction.TRANSFER, phase=Phase.REINTEGRATION): True,
}


@pytest.mark.parametrize(
    ("proposal", "request_said", "amount_said"), list(product(GIVES, (True, False), (True, False)))
)
def test_what_a_vote_needs_to_be_said(proposal, request_said, amount_said):
    found = proposal_rules.unsaid(
        proposal, "Poursuivre." if request_said else " ", is_amount_said=amount_said
    )
    assert (Gap.REQUEST in found) == (not request_said)
    assert (Gap.AMOUNT in found) == (GIVES[proposal] and not amount_said)


def in_session(session, world: World, *, fill: bool):
    """A point in a sitting under way, its dossier empty or not."""
    item = world.send_startup(session)
    world.plan(session)
    world.take_up(session, item)
    if fill:
        write(session, world, item, proposal={"amount": 0})
    world.convene(session)
    if not fill:
        item.dossier.request, item.is_amount_said = "", False
        session.flush()
    world.at(WEEK)
    world.begin(session)
    return item


def test_a_vote_waits_for_the_request_and_the_amount(session_both, world):
    item = in_session(session_both, world, fill=False)
    told = "la demande en une phrase et le montant demandé.*gelé.*reportez"
    with pytest.raises(Refused, match=told):
        world.open_vote(session_both, item)
    assert (item.state, item.dossier.frozen_at) == (ItemState.LISTED, None)

    chair = world.actor(session_both, "chair")
    told = {"motive": "Rien n’est demandé.", "next_on": WEEK.date().replace(day=28)}
    undecided_actions.defer(session_both, chair, item, now=world.now, **told)
    assert item.state is ItemState.DEFERRED


def test_zero_is_an_amount_once_somebody_wrote_it(session_both, world):
    item = in_session(session_both, world, fill=True)
    assert (item.amount, item.is_amount_said) == (0, True)
    assert world.open_vote(session_both, item) is ItemState.OPEN


def test_what_comes_back_keeps_what_was_said(session_both, world):
    item = in_session(session_both, world, fill=True)
    world.defer(session_both, item)
    again = next(one for one in session_both.query(type(item)) if one.before_ref == item.ref)
    assert again.is_amount_said


def test_late_the_team_may_still_write_what_is_missing(session_both, world):
    in_session(session_both, world, fill=True)
    late = world.send_investigation(session_both)
    world.take_up(session_both, late)
    late.dossier.request, late.is_amount_said = "", False
    with pytest.raises(Refused, match="L’équipe ou l’incubateur l’écrit"):
        world.open_vote(session_both, late)
    write(session_both, world, late, by="intra", proposal={"amount": 120_000})
    assert world.open_vote(session_both, late) is ItemState.OPEN


# Pages


def test_the_page_says_what_is_missing_instead_of_a_button(app, open_world, meet):
    with writing(app) as session:
        ref = in_session(session, open_world, fill=False).ref
    chair = meet("chair", f"/points/{ref}")
    assert "Ouvrir le vote" not in chair.buttons
    assert chair.sees("la demande en une phrase") and chair.sees("reportez ce point")
    assert "Reporter" in chair.buttons
    assert not meet("ann", f"/points/{ref}").sees("Avant d’ouvrir le vote")


def test_the_form_asks_the_amount_and_takes_zero(app, open_world, meet):
    with writing(app) as session:
        ref = open_world.send_startup(session).ref
    team = meet("team", f"/points/{ref}/dossier/redaction")
    team.submit("Enregistrer le dossier", {"La demande en une phrase": "Poursuivre."})
    assert team.status == 422
    assert team.sees("Écrivez le montant demandé")
    team.submit("Enregistrer le dossier", {"Montant demandé, en euros": "0"})
    assert team.get(f"/points/{ref}").sees("0 €")
    assert not team.sees("pas encore dit")

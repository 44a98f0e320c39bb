"""Splitting: two problems followed apart, from the same day, and nobody left behind."""

import pytest
from sqlalchemy import select

from portal.irritants import actions, queries
from portal.irritants.models import Irritant
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from tests.irritants.conftest import WHY, later, told_to
from tests.irritants.test_pages import Town, visit

SECOND = "Le guichet ferme avant la sortie du travail"
TEXT = "À seize heures tout est clos : qui travaille doit poser une demi-journée pour un papier."


def split(v, irritant, who="officer", **changes):
    told = {"title": SECOND, "problem": TEXT} | changes
    return actions.split(v.session, v.actor(who), irritant, now=later(v, 4), **told)


def test_the_second_has_the_same_author_day_and_promise(v, irritant):
    actions.support(v.session, v.actor("fan"), irritant, now=v.now)
    second = split(v, irritant)
    same = ("author_id", "submitted_at", "answer_due_on", "incubator_ref", "user_types")
    assert [getattr(second, name) for name in same] == [getattr(irritant, name) for name in same]
    assert (second.state, second.support_count, irritant.support_count) == ("submitted", 0, 1)
    assert second.pseudonym and second.people_affected is None and not second.publish_consent
    title = f"« {irritant.title} » devient deux irritants"
    assert told_to(v, "author")[-1] == told_to(v, "fan")[-1] == title
    paths = v.session.scalars(select(Notice.path).where(Notice.kind == "irritant.split")).all()
    assert paths == [f"/irritants/{second.ref}"] * 2
    assert queries.is_followed(v.session, second, v.actor("author"))


def test_undoing_is_merging(v, irritant):
    second = split(v, irritant)
    actions.merge(v.session, v.actor("officer"), second, head=irritant, now=later(v, 5))
    # One author of both: nobody more meets it.
    assert (second.state, irritant.support_count) == ("merged", 0)


@pytest.mark.parametrize(
    ("changes", "field"), [({"title": "Court"}, "title"), ({"problem": "Court"}, "problem")]
)
def test_a_second_that_says_nothing_is_not_made(v, irritant, changes, field):
    with pytest.raises(Refused) as refusal:
        split(v, irritant, **changes)
    assert refusal.value.field == field
    assert v.session.scalars(select(Irritant)).all() == [irritant]


def test_who_and_when(v, irritant):
    for who in ("agent", "programme", "elsewhere"):
        with pytest.raises(Forbidden):
            split(v, irritant, who=who)
    officer = v.actor("officer")
    actions.ask_completion(
        v.session, officer, irritant, motive_code="several", motive=WHY, now=v.now
    )
    with pytest.raises(Refused, match="ne se scinde plus"):
        split(v, irritant)


def test_an_officer_splits_once_reread_and_both_lead_to_each_other(app, mode):
    town = Town(app)
    ref = town.deposit(identity_shown=False)
    officer = visit(town, "officer", mode).get(f"/tri/{ref}")
    officer.follow("Scinder : il mêle deux problèmes")
    told = {"Le second problème, en une phrase": SECOND, "Ce que l’auteur en dit": TEXT}
    officer.submit("Relire avant l’envoi", told)
    assert officer.sees("Voici ce qu’une personne recevra.") and officer.sees(
        "comme pour le premier"
    )
    officer.submit("Scinder et prévenir")
    assert officer.sees("C’est fait : 1 personne est prévenue.")
    officer.follow(SECOND)
    assert officer.title == SECOND and not officer.sees("Vraisnom")
    officer.follow("Le même justificatif est demandé trois fois")
    assert SECOND in visit(town, "agent").get(f"/irritants/{ref}").links

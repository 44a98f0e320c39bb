"""Before an act, the officer sees how many people will hear of it, as what and how; never who."""

import pytest

from portal.irritants import actions, gestures, recap
from portal.irritants.gestures import BY_SLUG
from portal.notices import actions as notices, queries as kept
from portal.notices.models import Notice
from portal.notices.words import Group, Pace
from portal.outbox.models import Mail
from tests.irritants.conftest import REVIEW, WHY, count, told_to
from tests.irritants.test_pages import NAME, Town, visit


@pytest.fixture
def v(village):
    """On one database: nothing here is said otherwise by the other."""
    return village


def prefer(v, who, pace):
    version = kept.preference(v.session, v.people[who].id).version
    chosen = dict.fromkeys(Group, pace)
    notices.choose(v.session, v.actor(who), chosen, version=version, now=v.now)


def seen(v, irritant, slug, **values):
    gesture = BY_SLUG[slug]
    people = gesture.receivers(v.session, v.actor("officer"), irritant, values, v.now)
    return recap.of(v.session, [irritant], people, gesture.group)


def crowd(v):
    irritant = v.irritant()
    # Both support and follow: they count once, as supports.
    actions.support(v.session, v.actor("fan"), irritant, now=v.now)
    for who in ("fan", "agent", "programme"):
        actions.follow(v.session, v.actor(who), irritant, now=v.now)
    return irritant


def test_each_person_counts_once_as_the_first_that_they_are(v):
    irritant = crowd(v)
    prefer(v, "agent", Pace.DAILY)
    prefer(v, "programme", Pace.NONE)
    found = seen(v, irritant, "qualifier")

    assert (found.authors, found.supporters, found.followers, found.colleagues) == (1, 1, 2, 0)
    assert (found.at_once, found.later, found.never) == (2, 1, 1)
    assert found.total == 4 == len(found.who()) + 1


@pytest.mark.parametrize("slug", ["qualifier", "decliner", "reserver", "completer", "transferer"])
def test_what_is_announced_is_what_is_sent(v, slug):
    irritant = crowd(v)
    prefer(v, "fan", Pace.DAILY)
    before = count(v, Mail), count(v, Notice)
    values = {
        "decliner": {"motive_code": "too_small", "motive": WHY, "review_on": REVIEW},
        "reserver": {"motive": WHY, "review_on": REVIEW},
        "completer": {"motive_code": "several", "motive": WHY},
        "transferer": {"incubator_ref": v.other.ref, "motive": WHY},
    }.get(slug, {})
    found = seen(v, irritant, slug, **values)
    gestures.BY_SLUG[slug].run(v.session, v.actor("officer"), irritant, now=v.now, **values)

    assert count(v, Mail) - before[0] == found.at_once
    assert count(v, Notice) - before[1] == found.total


def test_author_supporter_and_follower_in_one_is_told_a_fact_once(v):
    """An author cannot support their own; whoever is all that they may be hears it once."""
    irritant = crowd(v)
    actions.follow(v.session, v.actor("author"), irritant, now=v.now)
    for _turn in range(2):
        if irritant.state == "submitted":
            actions.qualify(v.session, v.actor("officer"), irritant, now=v.now)

    for who in ("author", "fan"):
        told = [title for title in told_to(v, who) if title.startswith("Irritant qualifié")]
        assert len(told) == 1
        mails = v.session.query(Mail).filter_by(
            address=v.people[who].email, kind="irritant.qualify"
        )
        assert mails.count() == 1


def test_the_page_says_it_before_sending_and_names_nobody(app, mode):
    town = Town(app)
    ref = town.deposit(identity_shown=False)
    town.does("fan", "support", ref)
    town.does("agent", "follow", ref)
    officer = visit(town, "officer", mode).get(f"/tri/{ref}")
    officer.follow("Qualifier : le problème est établi").submit("Relire avant l’envoi")

    assert officer.sees("Voici ce que 3 personnes recevront.")
    assert officer.sees("l’auteur, une personne qui dit « moi aussi », une personne qui suit")
    assert officer.sees("3 courriers partent tout de suite.")
    assert not officer.sees(NAME) and not officer.sees("Fan Test")

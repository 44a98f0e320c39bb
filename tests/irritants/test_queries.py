"""What one sees is the same said by policy and said in SQL."""

from itertools import product

import pytest
from sqlalchemy import select

from portal import policy
from portal.irritants import actions, queries
from portal.irritants.models import Irritant
from portal.irritants.queries import Wanted
from portal.irritants.words import IrritantState, Sorting, UserType
from portal.policy import PASSER_BY, Act
from tests.irritants.conftest import WHY

READERS = (
    "passer-by author agent fan officer director elsewhere programme auditor admin".split()  # noqa: SIM905
)


def readers(village):
    return {who: PASSER_BY if who == "passer-by" else village.actor(who) for who in READERS}


def every_case(village):
    """Drafts, open, confidential, published, offered and passed on, by one author."""
    session, officer = village.session, village.actor("officer")
    village.draft(key="draft")
    for confidential, consent, qualified in product((False, True), repeat=3):
        key = f"{confidential}{consent}{qualified}"
        irritant = village.irritant(key=key, confidential=confidential, publish_consent=consent)
        if qualified:
            actions.qualify(session, officer, irritant, now=village.now)
    village.irritant(key="nobody", confidential=True, incubator_ref=None)
    offered = village.irritant(key="offered", confidential=True)
    passed = village.irritant(key="passed", confidential=True)
    for irritant in (offered, passed):
        actions.redirect(
            session,
            officer,
            irritant,
            incubator_ref=village.other.ref,
            motive=WHY,
            now=village.now,
        )
    actions.accept_redirect(session, village.actor("elsewhere"), passed, now=village.now)
    return list(session.scalars(select(Irritant)))


def test_policy_and_sql_show_the_same_irritants(village_both):
    everything = every_case(village_both)

    for who, actor in readers(village_both).items():
        said = {i.ref for i in everything if policy.may(actor, Act.IRRITANT_VIEW, i)}
        query = select(Irritant.ref).where(queries.visible_to(actor))
        assert (who, set(village_both.session.scalars(query))) == (who, said)


def test_each_reader_sees_another_part(village):
    every_case(village)
    seen = {
        who: len(list(village.session.scalars(select(Irritant).where(queries.visible_to(actor)))))
        for who, actor in readers(village).items()
    }

    # 12 in all: 1 draft, 4 open, 4 confidential, 3 more confidential; 1 published.
    assert seen == {
        "passer-by": 1,
        "author": 12,
        "agent": 4,
        "fan": 4,
        "officer": 10,
        "director": 10,
        "elsewhere": 6,
        "programme": 11,
        "auditor": 11,
        "admin": 1,
    }


@pytest.fixture
def three(village_both):
    first = village_both.irritant(key="1", title="Un formulaire de plus de douze pages")
    second = village_both.irritant(key="2", user_types=[UserType.BUSINESS], incubator_ref=None)
    third = village_both.irritant(who="agent", key="3", title="Les rendez-vous sont introuvables")
    actions.support(village_both.session, village_both.actor("fan"), second, now=village_both.now)
    return village_both, first, second, third


def listed(village, who, **wanted):
    actor = PASSER_BY if who is None else village.actor(who)
    query = queries.listing(village.session, actor, Wanted(**wanted))
    return list(village.session.scalars(query).unique())


def test_lists_are_filtered_and_sorted(three):
    village, first, second, third = three

    assert listed(village, "agent") == [third, second, first]
    assert listed(village, "agent", sorting=Sorting.OLDEST) == [first, second, third]
    assert listed(village, "agent", sorting=Sorting.SUPPORTED)[0] is second
    assert listed(village, "agent", user_type=UserType.BUSINESS) == [second]
    assert listed(village, "agent", incubator_ref=village.house.ref) == [third, first]
    assert listed(village, "agent", state=IrritantState.QUALIFIED) == []
    assert listed(village, "agent", mine=True) == [third]
    assert listed(village, "fan", mine=True) == [second]
    assert listed(village, None) == []


@pytest.mark.parametrize("words", ["rendez-vous", "RENDEZ VOUS introuvable", "introuv"])
def test_words_find_a_deposited_irritant(three, words):
    village, *_others, third = three

    assert listed(village, "agent", words=words) == [third]
    assert listed(village, "agent", words="hélicoptère") == []


def test_a_draft_is_found_by_nobody(village_both):
    village_both.draft(title="Les hélicoptères manquent de carburant")

    assert listed(village_both, "author", words="hélicoptères") == []


def test_the_audience_counts_a_person_once(three):
    village, first, second, third = three
    for irritant in (first, third):
        actions.support(village.session, village.actor("fan"), irritant, now=village.now)

    found = queries.audience(village.session, [first, second, third], village.now.date())

    assert [p.id for p in found] == [village.people[who].id for who in ("author", "agent", "fan")]

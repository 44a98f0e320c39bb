"""Merging: the union counts once, nothing moves, and undoing gives back what was there."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.irritants import (
    actions,
    comment_queries,
    family,
    merging,
    merging_rules,
    queries,
    support_queries,
)
from portal.irritants.merging_rules import Pair
from portal.irritants.models import Irritant
from portal.irritants.words import IrritantState as State
from portal.kernel.errors import Forbidden, Missing, Refused, Stale
from portal.outbox.models import Mail
from tests.irritants.conftest import WHY, later, told_to

APART = "Ce sont deux guichets différents, après vérification sur place."


@pytest.fixture
def pair(v):
    """Two deposits of two authors; the first is the older."""
    first = v.irritant(key="a", title="Trois guichets, trois copies")
    v.now += timedelta(days=2)
    second = v.irritant(who="fan", key="b", title="Encore la même pièce")
    return first, second


def merge(v, irritant, head, who="officer", **more):
    actions.merge(v.session, v.actor(who), irritant, head=head, now=v.now, **more)


def unmerge(v, irritant, who="officer"):
    actions.unmerge(v.session, v.actor(who), irritant, motive=APART, now=v.now)


def support(v, who, irritant, **more):
    actions.support(v.session, v.actor(who), irritant, now=v.now, **more)


def test_everybody_counts_once_and_its_author_with_them(v, pair):
    head, leaving = pair
    for who in ("agent", "director"):
        support(v, who, leaving)
    support(v, "agent", head)
    support(v, "author", leaving)
    assert family.together(v.session, leaving, head) == (1, 3)

    merge(v, leaving, head)

    # The agent once, the director, and the author of the other; the head's own author never.
    assert (head.support_count, leaving.support_count) == (3, 3)
    assert leaving.state is State.MERGED and leaving.head is head

    unmerge(v, leaving)
    assert (head.support_count, leaving.support_count) == (1, 3)
    assert leaving.state is State.SUBMITTED and leaving.head is None


def test_what_is_said_or_taken_back_meanwhile_stays_right(v, pair):
    head, leaving = pair
    support(v, "agent", leaving, context="À Reims.")
    merge(v, leaving, head)
    support(v, "director", head)
    assert head.support_count == 3
    mine, lines = support_queries.said(v.session, head, v.actor("agent"))
    assert mine.irritant_id == leaving.id and [one.context for one in lines] == ["À Reims."]

    actions.unsupport(v.session, v.actor("agent"), head, now=v.now)
    assert (head.support_count, leaving.support_count) == (2, 0)

    unmerge(v, leaving)
    assert (head.support_count, leaving.support_count) == (1, 0)


def test_taking_back_from_the_merged_page_counts_on_the_head_too(v, pair):
    head, leaving = pair
    support(v, "agent", leaving)
    merge(v, leaving, head)
    actions.unsupport(v.session, v.actor("agent"), leaving, now=v.now)
    assert (head.support_count, leaving.support_count) == (1, 0)


def test_each_is_told_once_of_the_merge_and_hears_what_follows(v, pair):
    head, leaving = pair
    support(v, "author", leaving)
    support(v, "agent", leaving)
    actions.follow(v.session, v.actor("programme"), head, now=v.now)
    merge(v, leaving, head, note="Nous les suivons ensemble.")
    merged = "« Encore la même pièce » est réuni à un autre irritant"
    joined = "Un irritant rejoint « Trois guichets, trois copies »"

    # The author of the head is one of those who met the other: one message, not two.
    for who, title in (("fan", merged), ("agent", merged), ("author", merged)):
        assert told_to(v, who)[-1] == title and joined not in told_to(v, who)
    assert told_to(v, "programme")[-1] == joined
    assert told_to(v, "officer") == []
    bodies = v.session.scalars(select(Mail.body).where(Mail.kind == "irritant.merge")).all()
    assert len(bodies) == 3 and all("Nous les suivons ensemble." in body for body in bodies)

    actions.qualify(v.session, v.actor("officer"), head, now=v.now)
    for who in ("fan", "agent", "author", "programme"):
        assert told_to(v, who)[-1] == "Irritant qualifié : « Trois guichets, trois copies »"


def test_following_goes_with_it_and_stopping_stops_both(v, pair):
    head, leaving = pair
    actions.follow(v.session, v.actor("agent"), leaving, now=v.now)
    merge(v, leaving, head)
    assert queries.is_followed(v.session, head, v.actor("agent"))
    actions.comment(v.session, v.actor("fan"), head, body="Vu aussi à Épernay.", now=v.now)
    assert told_to(v, "agent")[-1].startswith("Nouveau commentaire")
    actions.unfollow(v.session, v.actor("agent"), head, now=v.now)
    unmerge(v, leaving)
    assert not queries.is_followed(v.session, leaving, v.actor("agent"))


def test_comments_are_read_from_the_head_and_stay_where_they_were_said(v, pair):
    head, leaving = pair
    actions.comment(v.session, v.actor("agent"), leaving, body="Chez nous aussi.", now=v.now)
    actions.comment(v.session, v.actor("agent"), head, body="Ici de même.", now=v.now)
    merge(v, leaving, head)
    read = v.session.scalars(comment_queries.of_irritant(v.actor("fan"), head)).unique().all()
    assert [one.body for one in read] == ["Chez nous aussi.", "Ici de même."]
    assert comment_queries.count(v.session, v.actor("fan"), leaving) == 1
    assert comment_queries.place(v.session, v.actor("fan"), read[1]) == 2
    with pytest.raises(Missing):
        comment_queries.by_ref(v.session, v.actor("fan"), head, read[0].ref)
    unmerge(v, leaving)
    assert comment_queries.count(v.session, v.actor("fan"), head) == 1


def test_the_head_keeps_the_earliest_promise_and_gives_it_back(v, pair):
    first, second = pair
    due = first.answer_due_on
    late = second.answer_due_on
    merge(v, first, second)
    assert (second.answer_due_on, second.own_due_on) == (due, late)
    # Asking its author to complete delays no promise made to another.
    actions.ask_completion(
        v.session, v.actor("officer"), second, motive_code="incomplete", motive=WHY, now=v.now
    )
    values = {"problem": second.problem + " Trois fois par an."}
    actions.complete(
        v.session,
        v.actor("fan"),
        second,
        values=values,
        version=second.version,
        now=later(v, 5),
    )
    assert (second.answer_due_on, second.own_due_on) == (due, late + timedelta(days=5))
    unmerge(v, first)
    assert (second.answer_due_on, second.own_due_on) == (late + timedelta(days=5), None)
    assert first.answer_due_on == due and first.answered_at is None


def test_several_heads_of_promises_are_given_back_in_any_order(v, pair):
    first, second = pair
    v.now += timedelta(days=1)
    third = v.irritant(who="agent", key="c", title="Une troisième fois")
    own = third.answer_due_on
    merge(v, first, third)
    merge(v, second, third)
    assert third.answer_due_on == first.answer_due_on
    unmerge(v, first)
    assert third.answer_due_on == second.answer_due_on
    unmerge(v, second)
    assert (third.answer_due_on, third.own_due_on) == (own, None)


def test_neither_chain_nor_cycle(v, pair):
    head, leaving = pair
    third = v.irritant(who="agent", key="c", title="Une troisième fois")
    merge(v, leaving, head)
    refusals = {
        (third, leaving): "est lui-même réuni",
        (head, third): "D’autres irritants sont réunis",
        (head, leaving): "est lui-même réuni",
        (third, third): "ne se réunit pas à lui-même",
        (leaving, third): "est maintenant « réuni à un autre »",
    }
    for (one, other), sentence in refusals.items():
        with pytest.raises(Refused, match=sentence):
            merge(v, one, other)
    merge(v, third, head)
    assert family.gathered(v.session, head) == [leaving, third]


def test_who_may_merge(v, pair):
    head, leaving = pair
    for who in ("agent", "programme", "elsewhere", "auditor"):
        with pytest.raises(Forbidden):
            merge(v, leaving, head, who=who)
    away = v.irritant(who="agent", key="c", incubator_ref=v.other.ref)
    with pytest.raises(Refused, match="Proposez plutôt"):
        merge(v, leaving, away)
    own = v.irritant(who="officer", key="d", title="Le mien, vu de mon guichet")
    with pytest.raises(Refused, match="Vous ne répondez pas"):
        merge(v, leaving, own)
    draft = v.draft("agent", key="e")
    with pytest.raises(Missing):
        merge(v, leaving, draft)
    actions.take(v.session, v.actor("director"), leaving, now=v.now)
    with pytest.raises(Refused, match="a pris cet irritant en charge"):
        merge(v, leaving, head)


def test_an_offer_waits_for_its_answer(v, pair):
    head, leaving = pair
    told = {"incubator_ref": v.other.ref, "motive": WHY}
    actions.redirect(v.session, v.actor("officer"), leaving, now=v.now, **told)
    with pytest.raises(Refused, match="attendez sa réponse"):
        merge(v, leaving, head)


@pytest.mark.parametrize("secret", ["leaving", "head", "both"])
def test_confidential_ones_stay_alone(v, secret):
    head = v.irritant(key="a", confidential=secret != "leaving")
    leaving = v.irritant(who="fan", key="b", confidential=secret != "head")
    with pytest.raises(Refused, match="confidentiel"):
        merge(v, leaving, head)


def test_what_changed_since_it_was_reread_is_reread(v, pair):
    head, leaving = pair
    seen = merging.versions(leaving, head)
    actions.take(v.session, v.actor("officer"), head, now=v.now)
    with pytest.raises(Stale):
        merge(v, leaving, head, seen=seen)
    merge(v, leaving, head, seen=merging.versions(leaving, head))


def test_a_head_that_its_author_withdraws_lets_the_others_go(v, pair):
    head, leaving = pair
    support(v, "agent", leaving)
    merge(v, leaving, head)
    actions.withdraw(v.session, v.actor("author"), head, now=v.now)
    assert leaving.state is State.SUBMITTED and leaving.head is None
    for who in ("fan", "agent"):
        assert told_to(v, who)[-1] == "« Encore la même pièce » est de nouveau suivi à part"
    assert "Encore la même pièce" not in told_to(v, "author")[-1]


def test_a_qualified_one_comes_back_qualified_with_all_it_had(v, pair):
    head, leaving = pair
    actions.qualify(v.session, v.actor("officer"), leaving, now=v.now)
    before = _told(leaving)
    merge(v, leaving, head)
    unmerge(v, leaving)
    assert _told(leaving) == before


def _told(irritant):
    moving = {"version"}
    return {c.key: getattr(irritant, c.key) for c in Irritant.__table__.c if c.key not in moving}


def test_the_database_holds_the_state_to_its_facts(v, pair):
    head, leaving = pair
    for values in (
        {"state": "merged"},
        {"merged_into_id": head.id},
        {"merged_into_id": leaving.id, "state": "merged", "state_before": "submitted"},
    ):
        told = Irritant.__table__.update().where(Irritant.id == leaving.id).values(**values)
        with pytest.raises(IntegrityError), v.session.begin_nested():
            v.session.execute(told)


DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("own", "due", "first", "expected"),
    [
        (None, DAY, None, (DAY, None)),
        (None, DAY, DAY + timedelta(1), (DAY, None)),
        (None, DAY, DAY - timedelta(1), (DAY - timedelta(1), DAY)),
        (DAY, DAY - timedelta(3), DAY - timedelta(1), (DAY - timedelta(1), DAY)),
        (DAY, DAY - timedelta(3), None, (DAY, None)),
    ],
)
def test_the_earliest_promise_stands(own, due, first, expected):
    assert merging_rules.lowered(own, due, first) == expected


@pytest.mark.parametrize("state", [s for s in State if s is not State.MERGED])
def test_states_that_leave_and_states_that_stay(irritant_like, state):
    leaves = state in (State.SUBMITTED, State.QUALIFIED)
    stays = leaves or state in (State.RETURNED, State.SELECTED, State.INVESTIGATING)
    here, there = irritant_like("irr-1"), irritant_like("irr-2")
    assert _is_fine(Pair(irritant_like("irr-3", state), there)) is leaves
    assert _is_fine(Pair(here, irritant_like("irr-3", state))) is stays


def _is_fine(pair) -> bool:
    try:
        merging_rules.check(pair)
    except Refused:
        return False
    return True


@pytest.fixture
def irritant_like():
    from types import SimpleNamespace

    def make(ref, state=State.SUBMITTED):
        return SimpleNamespace(ref=ref, title=ref, state=state, confidential=False)

    return make

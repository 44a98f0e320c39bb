"""Where two capabilities meet: merged, told together, split, counted, answered later."""

from dataclasses import replace

from portal import policy
from portal.irritants import (
    actions,
    batching,
    desk_queries,
    labelling,
    names,
    queue,
    recap,
    reckoning,
)
from portal.irritants.charging import colleagues
from portal.irritants.desk_words import Shape
from portal.irritants.gestures import BY_SLUG
from portal.irritants.mentioning import around
from portal.irritants.models import Irritant
from portal.irritants.reckoning import Share
from portal.irritants.words import IrritantState as State, QueueView
from portal.kernel.text import fold
from portal.notices.words import Group
from portal.policy import Act, Held, Role
from tests.irritants.conftest import later, told_to
from tests.irritants.test_coauthors import invite, together
from tests.irritants.test_merging import merge, support, unmerge
from tests.irritants.test_reckoning import decline, shares


def pair(v) -> tuple[Irritant, Irritant]:
    """Two deposits of two authors, on the same day."""
    return v.irritant(key="a", title="Trois guichets, trois copies"), v.irritant(
        "fan", key="b", title="Encore la même pièce"
    )


def test_a_merge_is_no_answer_and_the_head_s_counts_once(v):
    head, leaving = pair(v)
    merge(v, leaving, head)
    assert shares(v, 31) == {v.house.ref: Share(waiting=1)}

    decline(v, head, 20)
    assert shares(v, 31) == {v.house.ref: Share(in_time=1)}
    assert reckoning.share(v.session, later(v, 31).date()) == Share(in_time=1)


def test_apart_again_after_the_answer_nobody_is_late_for_having_waited(v):
    head, leaving = pair(v)
    merge(v, leaving, head)
    decline(v, head, 20)
    v.now = later(v, 60)
    unmerge(v, leaving)

    assert leaving.state is State.SUBMITTED
    assert (leaving.answer_due_on - v.now.date()).days == 30


def test_apart_again_before_any_answer_the_promise_is_its_own(v):
    head, leaving = pair(v)
    due_on = leaving.answer_due_on
    merge(v, leaving, head)
    v.now = later(v, 60)
    unmerge(v, leaving)

    assert leaving.answer_due_on == due_on


def test_a_head_asked_to_complete_still_owes_the_promise_of_another(v):
    leaving = v.irritant("fan", key="b", title="Encore la même pièce")
    v.now = later(v, 5)
    head = v.irritant(key="a", title="Trois guichets, trois copies")
    merge(v, leaving, head)
    told = {"motive_code": "no_figures", "motive": "Combien de familles, et combien de fois ?" * 2}
    actions.ask_completion(v.session, v.actor("officer"), head, now=v.now, **told)

    day = later(v, 26).date()
    assert head.due_on(day) < day
    assert reckoning.share(v.session, day) == Share(waiting=1)


def test_the_recap_knows_who_tells_and_who_supports_what_was_merged(v):
    head, leaving = pair(v)
    support(v, "agent", leaving)
    merge(v, leaving, head)
    together(v, head, "elsewhere")
    people = actions.audience(v.session, [head], v.now.date())

    told = recap.of(v.session, [head], people, Group.MINE)
    # Both authors and the co-author; the agent who said « moi aussi » on the other.
    assert (told.authors, told.supporters, told.colleagues) == (3, 1, 0)
    asked = batching.receivers(
        v.session, v.actor("officer"), [head], BY_SLUG["completer"], now=v.now
    )
    assert {one.id for one in asked} == {v.people["author"].id, v.people["elsewhere"].id}


def test_a_supporter_who_tells_it_from_now_on_counts_no_more(v):
    irritant = v.irritant()
    support(v, "agent", irritant)
    together(v, irritant, "agent")
    assert irritant.support_count == 0

    _head, leaving = irritant, v.irritant("fan", key="b", title="Encore la même pièce")
    v.session.refresh(irritant)
    support(v, "agent", leaving)
    merge(v, leaving, irritant)
    # The author of the other alone: the co-author of the head is no supporter of it.
    assert irritant.support_count == 1


def test_who_tells_it_is_neither_entrusted_with_it_nor_merges_into_it(v):
    irritant = together(v, v.irritant(), "director")
    told = colleagues(v.session, v.actor("officer"), irritant, v.now)
    assert v.people["director"] not in told
    for act in (Act.TRIAGE_MERGE, Act.TRIAGE_SPLIT, Act.NOTE_WRITE, Act.TRIAGE_DECIDE):
        assert not policy.may(v.actor("director"), act, irritant)


def test_a_split_is_told_together_too(v):
    irritant = together(v, v.irritant(identity_shown=False), "agent")
    first = next(one.pseudonym for one in irritant.coauthors)
    told = {"title": "Le second problème", "problem": "Un texte assez long pour être lu. " * 3}
    second = actions.split(v.session, v.actor("officer"), irritant, now=v.now, **told)

    assert second.coauthor_ids == [v.people["agent"].id]
    assert second.coauthors[0].pseudonym != first
    assert policy.may(v.actor("agent"), Act.IRRITANT_COMPLETE, second)


def test_a_draft_thrown_away_is_said_to_those_who_told_it(v):
    draft = together(v, v.draft(title="À plusieurs"), "agent")
    actions.discard_draft(v.session, v.actor("author"), draft, now=v.now)

    assert (
        told_to(v, "agent")[-1]
        == "Brouillon supprimé par son auteur\u00a0: «\u00a0À plusieurs\u00a0»"
    )


def test_me_too_never_throws_away_the_draft_of_another(v):
    draft = together(v, v.draft(key="shared"), "agent")
    other = v.irritant("fan", key="b", title="Encore la même pièce")
    told = {"context": "", "key": draft.draft_key, "drop": True}
    actions.join(v.session, v.actor("agent"), other, now=v.now, **told)

    assert draft.state is State.DRAFT and other.support_count == 1


def test_whoever_was_only_asked_acts_under_their_own_name(v):
    irritant = v.irritant(identity_shown=False)
    invite(v, irritant, "elsewhere")
    agent, person = v.actor("agent"), v.people["elsewhere"]
    assert names.person_name(agent, irritant, person) == person.name
    actions.take_no_part(v.session, v.actor("elsewhere"), irritant, now=v.now)
    assert names.person_name(agent, irritant, person) == person.name

    together(v, irritant, "fan")
    assert names.person_name(agent, irritant, v.people["fan"]).startswith("Agent ")


def test_the_list_of_people_to_tell_is_in_the_order_of_the_names_shown(v):
    irritant = v.irritant(identity_shown=False)
    shown = [one.name for one in around(v.session, v.actor("agent"), irritant, v.now.date())]
    assert shown == sorted(shown, key=fold) and irritant.pseudonym in shown


def test_what_one_had_in_charge_stays_with_the_desk_that_one_left(v):
    irritant = v.irritant(confidential=True)
    actions.take(v.session, v.actor("officer"), irritant, now=v.now)
    gone = replace(v.actor("officer"), held=(Held(Role.OFFICER, v.other.ref),))
    assert list(v.session.scalars(queue.queue(gone, QueueView.MINE))) == []


def test_labels_are_not_read_by_the_desk_that_it_is_offered_to(v):
    irritant = v.irritant()
    told = {"name": "Dossier sensible", "shape": Shape.STAR, "incubator_ref": v.house.ref}
    label = labelling.new_label(v.session, v.actor("director"), now=v.now, **told)
    labelling.put_label(v.session, v.actor("officer"), irritant, label, now=v.now)

    for who, expected in (("officer", {irritant.id: [label]}), ("elsewhere", {})):
        houses = desk_queries.scopes(v.actor(who))
        assert desk_queries.labels_of(v.session, [irritant], houses) == expected

"""The same rights by other ways: a role that has ended, another's id inside, an old password."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from portal.policy import Act
from tests.house import permissions as sheet
from tests.permissions.asks import ASKS
from tests.permissions.probing import (
    GRANTED,
    REFUSED,
    SIGN_IN,
    Prober,
    act_asked,
    cell,
    is_step_up,
    make,
    method_of,
    verdict,
)
from tests.permissions.test_matrix import EXCEPTIONS, expected

EXCLUSIVE = ("auditor", "administrator")
ON_THE_ROLL = ("committee_member", "committee_chair")
# The roll and the presider of a vote are frozen when it opens: a seat that ends changes nothing.
FROZEN = {
    Act.ITEM_VIEW,
    Act.DOSSIER_VIEW,
    Act.BALLOT_CAST,
    Act.BALLOT_RECEIPT,
    Act.VOTE_EXTEND,
    Act.VOTE_CLOSE,
    Act.ITEM_VOID,
    Act.ITEM_DEFER,
    Act.RECUSE_IMPOSE,
    Act.MINUTES_DISSENT,
    Act.PROCLAIM,
}


def roles_given(prober: Prober, endpoint: str) -> list[str]:
    """The roles that give what an agent has not."""
    app = prober.app
    return [
        role
        for role in sheet.ROLES[2:]
        if cell(app, endpoint, role) != "deny"
        and (role in EXCLUSIVE or cell(app, endpoint, "agent") == "deny")
        and (endpoint, role) not in EXCEPTIONS
    ]


@pytest.mark.parametrize("endpoint", sorted(ASKS))
def test_a_role_that_ended_gives_nothing_in_the_session_that_had_it(prober, endpoint):
    """The mandate ends, or the exclusive account closes, after the sign-in: same cookie."""
    roles = [role for role in roles_given(prober, endpoint) if not _is_open(prober, endpoint, role)]
    prober.keeper.restore("stale")
    wrong = [fault for role in roles for fault in _stale(prober, endpoint, role)]
    prober.keeper.restore()

    assert wrong == [], "\n".join(map(str, wrong))


def _is_open(prober: Prober, endpoint: str, role: str) -> bool:
    """What anybody reads, an account that closed reads too."""
    return cell(prober.app, endpoint, "anonymous") != "deny"


def _stale(prober: Prober, endpoint: str, role: str) -> Iterator[tuple]:
    request = make(prober.app, endpoint, role, prober.scene.here)
    wanted = SIGN_IN if role in EXCLUSIVE else REFUSED
    if role in ON_THE_ROLL and act_asked(prober.app, endpoint) in FROZEN:
        wanted = GRANTED
    for htmx in (False, True):
        answer = prober.send(role, request, htmx=htmx)
        wrote = prober.keeper.has_changed()
        if wrote:
            prober.keeper.restore("stale")
        found = verdict(answer, ASKS[endpoint].fine)
        is_poll = prober.app.view_functions[endpoint].polled and request.method == "GET"
        if is_poll and htmx and role in EXCLUSIVE:
            wanted, found = 204, answer.status_code
        if found != wanted or (wrote and wanted != GRANTED):
            yield role, htmx, "attendu", wanted, "reçu", answer.status_code, wrote


# Where something of another scope may stand besides the thing itself: in the address or in the form.
SWAPPED = sorted(
    {
        *("calls.question", "calls.reword", "calls.place", "calls.entry", "calls.review"),
        *("calls.recuse", "calls.withdraw", "calls.order", "calls.shortlist", "calls.award"),
        *("calls.answer", "calls.enter"),
        *("investigations.hypothesis", "investigations.conclude_hypothesis"),
        *("investigations.solution", "investigations.conclude_solution"),
        *("startups.leaving", "startups.leave", "startups.phase_form", "startups.correct_phase"),
        *("committees.take_up", "committees.taking_up"),
        *("committees.condition", "committees.settle_condition"),
        *("committees.proof_form", "committees.hand_in"),
        *("irritants.comment", "irritants.correct", "irritants.withdraw_comment"),
        *("irritants.flag", "irritants.answer_mask", "irritants.mask", "irritants.lift"),
        *("administration.ending", "administration.end"),
        *("committees.found", "committees.carry_investigation", "committees.carry_startup"),
        *("committees.unseat", "committees.impose", "investigations.create"),
    }
)


@pytest.mark.parametrize("endpoint", SWAPPED)
def test_another_s_id_beside_one_s_own_is_refused(prober, endpoint):
    """One's own thing in the address, and another's second id, or another's id in the form."""
    app, scene = prober.app, prober.scene
    wrong = []
    for role in sheet.ROLES[1:]:
        if expected(app, endpoint, role, within=True) != GRANTED:
            continue
        if (endpoint, role) == ("committees.found", "programme_director"):
            continue  # every incubator is theirs to give a committee
        request = make(app, endpoint, role, scene.here, second=scene.there)
        for htmx in (False, True):
            answer, wrote = prober.ask(role, request, htmx=htmx)
            if answer.status_code not in (403, 404, 422) or wrote:
                wrong.append((role, htmx, answer.status_code, wrote))

    assert wrong == [], "\n".join(map(str, wrong))


def test_an_old_password_is_asked_again_before_what_binds(prober):
    """Sixteen minutes after it was given, and nothing is written meanwhile."""
    app, clock = prober.app, prober.app.extensions["portal.clock"]
    before, wrong, seen = clock.now(), [], 0
    clock.move_to(before + timedelta(minutes=16))
    for endpoint in (one for one in sorted(ASKS) if is_step_up(app, one)):
        for role in sheet.ROLES[1:]:
            if expected(app, endpoint, role, within=True) == REFUSED:
                continue
            request = make(app, endpoint, role, prober.scene.here)
            for htmx in (False, True):
                answer, wrote = prober.ask(role, request, htmx=htmx)
                asks = htmx or b'type="password"' in answer.data
                seen += 1
                if answer.status_code != 401 or not asks or wrote:
                    wrong.append((endpoint, role, htmx, answer.status_code, wrote))
    clock.move_to(before)

    assert wrong == [], "\n".join(map(str, wrong))
    assert seen > 20


# A thing in a state where the act is too late or too early, for whoever has the right.
UNTIMELY = {
    "irritants.withdraw": ("agent", "mine.draft"),
    "irritants.complete": ("agent", "mine.deposit"),
    "irritants.triage_qualifier": ("director", "qualified"),
    "irritants.triage_retenir": ("director", "fresh"),
    "irritants.triage_decliner": ("director", "declined"),
    "irritants.triage_rouvrir": ("director", "fresh"),
    "calls.publish": ("director", "call"),
    "calls.enter": ("agent", "call_closed"),
    "calls.shortlist": ("director", "call"),
    "calls.award": ("director", "call"),
    "calls.pitch_day": ("director", "call"),
    "calls.conclude": ("director", "call_listed"),
    "committees.convene": ("committee_secretary", "running"),
    "committees.cancel": ("committee_secretary", "running"),
    "committees.open_sitting": ("committee_secretary", "planning"),
    "committees.close_sitting": ("committee_secretary", "running"),
    "committees.put_back": ("committee_secretary", "item_listed"),
    "committees.save_dossier": ("team_member", "item_open"),
    "committees.save_dossier_grid": ("team_member", "item_open"),
    "committees.add_addendum": ("team_member", "item_open"),
    "committees.declare": ("committee_member", "item_closed"),
    "committees.impose": ("committee_chair", "item_closed"),
    "committees.open_vote": ("committee_chair", "item_open"),
    "committees.extend": ("committee_chair", "item_closed"),
    "committees.cast_ballot": ("committee_member", "item_closed"),
    "committees.close_vote": ("committee_chair", "item_open"),
    "committees.void": ("committee_chair", "item_decided"),
    "committees.defer": ("committee_chair", "item_closed"),
    "committees.proclaim": ("committee_chair", "item_tied"),
    "committees.publish": ("committee_secretary", "item_closed"),
    "committees.configure": ("director", "committee"),
}


@pytest.mark.parametrize("endpoint", sorted(UNTIMELY))
def test_what_comes_at_the_wrong_time_is_refused_in_words_and_writes_nothing(prober, endpoint):
    role, name = UNTIMELY[endpoint]
    request = make(prober.app, endpoint, role, prober.scene.here, instead=name)
    assert method_of(prober.app, endpoint) == "POST"

    for htmx in (False, True):
        answer, wrote = prober.ask(role, request, htmx=htmx)

        assert (answer.status_code in (409, 422), wrote) == (True, False), answer.status_code


@pytest.mark.postgres
def test_the_server_refuses_the_same(prober_on_server):
    """What writes nothing needs no copy: every refusal, on the other database."""
    prober, wrong, seen = prober_on_server, [], 0
    for endpoint in sorted(ASKS):
        for role in ("anonymous", "agent", "administrator"):
            wanted = expected(prober.app, endpoint, role, within=True)
            if wanted == GRANTED:
                continue
            request = make(prober.app, endpoint, role, prober.scene.here)
            answer = prober.send(role, request)
            seen += 1
            if verdict(answer) != wanted:
                wrong.append((endpoint, role, wanted, answer.status_code))

    assert wrong == [], "\n".join(map(str, wrong))
    assert not prober.keeper.has_changed()
    assert seen > 150

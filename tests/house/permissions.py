"""Reads docs/permissions.csv and asks the policy the same questions, with plain subjects."""

import csv
from pathlib import Path
from types import SimpleNamespace

from portal import policy
from portal.policy import Act, Actor, Held, Kind, Role

SHEET = Path(__file__).resolve().parents[2] / "docs" / "permissions.csv"
HERE, THERE = "inc-00000001", "inc-00000002"
STARTUP, COMMITTEE = "stu-00000001", "com-00000001"
OWN, OTHER = 1, 2
ROLES = (
    "anonymous",
    "agent",
    "team_member",
    "coach",
    "sponsor",
    "director",
    "committee_member",
    "committee_chair",
    "committee_secretary",
    "programme_director",
    "auditor",
    "administrator",
)
_HELD = {
    "team_member": (Role.TEAM, STARTUP),
    "coach": (Role.COACH, STARTUP),
    "sponsor": (Role.SPONSOR, STARTUP),
    "director": (Role.DIRECTOR, HERE),
    "committee_member": (Role.SEAT, COMMITTEE),
    "committee_chair": (Role.CHAIR, COMMITTEE),
    "committee_secretary": (Role.SECRETARY, COMMITTEE),
    "programme_director": (Role.PROGRAMME, None),
}


def rows() -> dict[str, dict[str, str]]:
    """The sheet by act."""
    with SHEET.open(encoding="utf-8") as lines:
        return {row["action_id"]: row for row in csv.DictReader(lines)}


def actor(role: str) -> Actor:
    """A person with this one role on top of being an agent."""
    if role == "anonymous":
        return policy.PASSER_BY
    if role in ("auditor", "administrator"):
        return Actor(OWN, "Quelqu’un", Kind(role), (Held(Role(role)),))
    held = (Held(*_HELD[role]),) if role in _HELD else ()
    return Actor(OWN, "Quelqu’un", Kind.AGENT, held)


def subject(role: str, *, within: bool, own: bool) -> SimpleNamespace:
    """Something in the actor's scope or out of it, theirs or somebody else's."""
    startup = STARTUP if within else "stu-00000009"
    votes = within and role in ("committee_member", "committee_chair")
    return SimpleNamespace(
        ref=startup,
        subject_refs=(startup,),
        incubator_ref=HERE if within else THERE,
        committee_ref=COMMITTEE if within else "com-00000009",
        author_id=OWN if own else OTHER,
        person_id=OWN if own else OTHER,
        giver_id=OWN if own else OTHER,
        declined_by_id=None,
        has_other=True,
        state="submitted",
        confidential=False,
        is_published=False,
        offered_to_ref=HERE if within else THERE,
        crossing=SimpleNamespace(
            receiver_refs=(startup,), receiver_incubator_refs=(HERE if within else THERE,)
        ),
        former_refs=(),
        panel_ids={OWN} if within else set(),
        is_undirected=within and role == "programme_director",
        speaker_ids={OWN} if within and role == "sponsor" else set(),
        roll_ids={OWN} if votes else set(),
        recused_ids=set(),
        presider_id=OWN if within and role == "committee_chair" else OTHER,
    )


def said(act: Act, role: str) -> str:
    """What the policy says, in the words of the sheet: allow, scope or deny."""
    who = actor(role)
    if act in policy.PLACES:
        return "allow" if policy.may(who, act, None) else "deny"
    answers = {
        (within, own): policy.may(who, act, subject(role, within=within, own=own))
        for within in (True, False)
        for own in (True, False)
    }
    if not any(answers.values()):
        return "deny"
    # A right that stops at one's own things is still a right on everybody else's.
    return "allow" if answers[True, False] and answers[False, False] else "scope"


def asked(act: Act, cell: str) -> str:
    """A cell of the sheet, in the same words; upon no thing in particular, own is everyone's."""
    if cell == "deny":
        return "deny"
    return "allow" if cell in ("allow", "public") or act in policy.PLACES else "scope"

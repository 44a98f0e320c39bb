"""Lives told beforehand: each goes where chance seldom goes, then chance goes on from there."""

from dataclasses import dataclass, field

from portal.committees.words import Choice, College

GO, PROVISIONAL, NO_GO, ABSTAIN = Choice.GO, Choice.PROVISIONAL, Choice.NO_GO, Choice.ABSTAIN
ALL = {"chair", "deputy", "ann", "bob", "cleo"}


@dataclass(frozen=True)
class Road:
    """What the committee asks for, what the team asks for, then gestures with what they say."""

    colleges: bool = False
    substitute: bool = False
    ahead: bool = False
    steps: tuple[tuple[str, dict], ...] = field(default=())


def _whole(*choices: Choice, published: bool = False) -> tuple[str, dict]:
    return "goes_to_its_end", {"choices": list(choices), "published": published}


def _does(name: str, **told: object) -> tuple[str, dict]:
    return name, told


AGAIN = _does("is_heard_again", ahead=False)
ON = _does("is_heard_again", ahead=True)
OPENS, CLOSES = _does("opens", who=None), _does("closes", who=None)
TICKS = _does("ticks_on_two_hosts")
LATE = _does("time_passes", minutes=90)

ROADS = {
    "from phase to phase, then stopped": Road(
        ahead=True,
        steps=(
            _whole(GO, GO, GO, NO_GO, published=True),
            ON,
            _whole(GO, GO, GO),
            AGAIN,
            _whole(NO_GO, NO_GO, NO_GO, GO),
            AGAIN,
        ),
    ),
    "on notice, then voted upon again": Road(
        steps=(
            _whole(PROVISIONAL, PROVISIONAL, PROVISIONAL),
            _does("is_put_to_the_vote_again", who="director"),
            AGAIN,
            _whole(GO, GO, PROVISIONAL, GO),
        ),
    ),
    "level without a presider's voice, then put off": Road(
        steps=(
            OPENS,
            _does("casts", who="chair", choice=ABSTAIN),
            _does("casts", who="ann", choice=GO),
            _does("casts", who="bob", choice=NO_GO),
            LATE,
            _does("casts", who="cleo", choice=GO),
            CLOSES,
            _does("is_put_off", who="chair"),
            AGAIN,
        ),
    ),
    "too few ballots, then annulled once closed": Road(
        steps=(
            OPENS,
            _does("casts", who="ann", choice=GO),
            LATE,
            TICKS,
            AGAIN,
            OPENS,
            _does("casts", who="ann", choice=GO),
            _does("casts", who="bob", choice=GO),
            LATE,
            CLOSES,
            _does("is_annulled", who="secretary"),
            AGAIN,
        ),
    ),
    "too few members": Road(
        steps=(
            *(_does("imposes", who="chair", member=one) for one in ("ann", "bob", "cleo")),
            OPENS,
            AGAIN,
        ),
    ),
    "represented": Road(
        steps=(
            _does("is_represented", giver="cleo", holder="ann"),
            _does("is_attended", there=ALL - {"cleo"}),
            OPENS,
            *(_does("casts", who=one, choice=GO) for one in ("chair", "deputy", "bob")),
            _does("casts", who="ann", choice=NO_GO),
            _does("votes_for", holder="ann", choice=GO),
            CLOSES,
            _does("is_proclaimed", who="chair"),
        ),
    ),
    "half of the members, and nobody of a college": Road(
        colleges=True,
        steps=(
            _does("is_attended", there=ALL - {"cleo"}),
            OPENS,
            AGAIN,
            _does("changes_of_college", who="bob", college=College.PROGRAMME, by="director"),
            OPENS,
            _does("changes_of_college", who="bob", college=College.SPONSORS, by="director"),
            _whole(GO, GO, GO, GO),
        ),
    ),
    "ballots of all but a college": Road(
        colleges=True,
        steps=(OPENS, _whole(GO, GO, GO, GO), AGAIN),
    ),
    "a substitute in a seat by right": Road(
        substitute=True,
        ahead=True,
        steps=(
            _does("is_attended", there=ALL - {"bob"} | {"sub"}),
            OPENS,
            _does("is_attended", there=ALL),
            _does("casts", who="bob", choice=NO_GO),
            _does("casts", who="sub", choice=GO),
            _whole(GO, GO, GO),
        ),
    ),
    "a substitute who goes with the seat": Road(
        colleges=True,
        substitute=True,
        steps=(
            _does("is_attended", there={"chair", "ann", "cleo", "sub"}),
            OPENS,
            _does("leaves", who="bob", closed=False),
            _does("casts", who="sub", choice=GO),
            _whole(GO, GO, GO, GO, GO),
            AGAIN,
        ),
    ),
}
# Where these roads lead, on both databases: a profile that does not go there proves little.
REACHED = {
    *("open", "closed", "deferred", "no_quorum", "voided", "proclaimed", "published"),
    *(f"outcome {one}" for one in ("go", "provisional", "no_go", "deferred")),
    *(f"again after {one}" for one in ("deferred", "no_quorum", "voided", "proclaimed")),
    *("too late", "represented", "cast for another", "reviewed"),
    *("no quorum of a college", "no ballots of a college", "open with a substitute"),
    *("moved to acceleration", "moved to consolidation", "moved to stopped"),
}

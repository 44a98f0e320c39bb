"""The outcome of a vote told a second way, from the sentence of the design and by no code of ours.

Ballots are lined up from the kindest to the harshest. A rung has a strict majority when the ballot
just past the middle stands on it or above. Where the count is even, the two ballots around the
middle may differ: the presider's own ballot then chooses between them, and never goes beyond.
"""

RUNGS = ("no_go", "provisional", "go")


def expected(ballots: list[str], presider: str | None) -> str:
    """The outcome of these ballots; `presider` is the choice on the presider's own, or None."""
    line = sorted((RUNGS.index(one) for one in ballots if one in RUNGS), reverse=True)
    if len(line) < 2:
        return "deferred"
    below = line[len(line) // 2]
    above = line[(len(line) - 1) // 2]
    if above == below:
        return RUNGS[below]
    if presider in RUNGS:
        return RUNGS[min(max(RUNGS.index(presider), below), above)]
    return "deferred" if RUNGS[below] == "no_go" else RUNGS[below]

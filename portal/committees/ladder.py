"""The decision ladder: what the ballots of an item give."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from portal.committees.words import Choice, DeferralCause, Outcome

FEWEST_EXPRESSED = 2


@dataclass(frozen=True, slots=True)
class Count:
    """How many ballots of each choice."""

    go: int = 0
    provisional: int = 0
    no_go: int = 0
    abstain: int = 0

    @property
    def expressed(self) -> int:
        """Ballots that took a side."""
        return self.go + self.provisional + self.no_go

    @property
    def cast(self) -> int:
        """All ballots: abstaining counts for the quorum."""
        return self.expressed + self.abstain


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, what was counted, and why nothing was decided when it is a deferral."""

    outcome: Outcome
    count: Count
    cause: DeferralCause | None = None


def count(ballots: Iterable[str]) -> Count:
    """Count choices. Raises ValueError on a word that is not a choice."""
    numbers = Counter(Choice(ballot) for ballot in ballots)
    return Count(*(numbers[choice] for choice in Choice))


def outcome(ballots: Iterable[str], *, presider: str | None = None) -> Outcome:
    """The highest rung that a strict majority of the expressed ballots reaches.

    `presider` is the choice on the presider's own ballot (already among `ballots`), or None.
    """
    return verdict(ballots, presider=presider).outcome


def verdict(ballots: Iterable[str], *, presider: str | None = None) -> Verdict:
    """The outcome with its count, and the cause of a deferral. Source: design, section 3."""
    counted = count(ballots)
    if counted.expressed < FEWEST_EXPRESSED:
        return Verdict(Outcome.DEFERRED, counted, DeferralCause.TOO_FEW)
    rung = _rung(counted, presider)
    cause = DeferralCause.TIE if rung is Outcome.DEFERRED else None
    return Verdict(rung, counted, cause)


def _rung(counted: Count, presider: str | None) -> Outcome:
    expressed, reach_go = counted.expressed, counted.go
    reach_provisional = counted.go + counted.provisional
    if 2 * reach_go > expressed or (2 * reach_go == expressed and presider == Choice.GO):
        return Outcome.GO
    if 2 * reach_provisional > expressed:
        return Outcome.PROVISIONAL
    if 2 * reach_provisional == expressed:
        return _casting_vote(counted, presider)
    return Outcome.NO_GO


def _casting_vote(counted: Count, presider: str | None) -> Outcome:
    # Those who would go on and those who would stop are as many.
    if presider == Choice.GO:
        return Outcome.GO if counted.provisional == 0 else Outcome.PROVISIONAL
    if presider == Choice.PROVISIONAL:
        return Outcome.PROVISIONAL
    return Outcome.NO_GO if presider == Choice.NO_GO else Outcome.DEFERRED


def sponsor_verdict(ballots: Iterable[str], *, sponsor: str | None) -> Verdict:
    """In a committee where the sponsor decides: their word; the ballots are recorded opinions."""
    counted = count(ballots)
    if sponsor is None or sponsor == Choice.ABSTAIN:
        return Verdict(Outcome.DEFERRED, counted, DeferralCause.NO_SPONSOR_WORD)
    return Verdict(Outcome(sponsor), counted)

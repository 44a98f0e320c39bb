"""What a deposit of the demonstration tells."""

from dataclasses import dataclass

from portal.irritants.words import Audience, Carrying, Frequency, UserType


@dataclass(frozen=True)
class Tale:
    """A deposit: who, where, and what is told."""

    author: str
    house: str
    title: str
    problem: str
    who: tuple[UserType, ...] = (UserType.INDIVIDUAL,)
    audience: Audience = Audience.USERS
    people: int | None = 1000
    frequency: Frequency | None = Frequency.WEEKLY
    minutes: int | None = 30
    territory: str = "Haut-Vernois"
    administration: str = "Préfecture du Haut-Vernois"
    workarounds: str = ""
    evidence: str = ""
    idea: str = ""
    named: bool = True
    secret: bool = False
    public: bool = False
    carrying: Carrying = Carrying.NO

    def answers(self, house_ref: str | None) -> dict:
        """The fields of the deposit."""
        return {
            "title": self.title,
            "problem": self.problem,
            "user_types": list(self.who),
            "audience": self.audience,
            "people_affected": self.people,
            "frequency": self.frequency,
            "times": 1,
            "minutes": self.minutes,
            "territory": self.territory,
            "administration": self.administration,
            "workarounds": self.workarounds,
            "evidence": self.evidence,
            "solution_idea": self.idea,
            "identity_shown": self.named,
            "confidential": self.secret,
            "publish_consent": self.public,
            "carrying": self.carrying,
            "incubator_ref": house_ref,
        }

"""Four investigations: two that a committee closed, one under way, one ready to be carried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.demo.findings import ACCUEIL, COUPURES, LOGEMENT, NAISSANCE, Finding
from portal.demo.people import VERNOIS
from portal.demo.stage import Stage, Story
from portal.investigations import actions
from portal.investigations.actions import Engagement
from portal.investigations.words import Criterion, HypothesisState, InvestigationRole


@dataclass(frozen=True)
class Opened:
    """Who looks into what, from when to when (days before today)."""

    name: str
    finding: Finding
    irritants: tuple[str, ...]
    lead: str
    opened: int
    planned: int
    helper: str = ""
    coached: bool = True
    sponsored: bool = True


OPENED = (
    Opened("inv-titres", ACCUEIL, ("titres", "guichet"), "intra", -205, -142, "odile"),
    Opened("inv-naissance", NAISSANCE, ("naissance",), "mireille", -200, -137, sponsored=False),
    Opened("inv-eau", COUPURES, ("eau",), "rachid", -51, 6, "intra"),
    Opened("inv-logement", LOGEMENT, ("logement", "relances"), "agent2", -44, 12),
)


def stories(stage: Stage) -> list[Story]:
    """The four of them; their committees are told with the sittings."""
    return [
        *(_investigation(stage, one) for one in OPENED),
        *(_tried(stage, *one) for one in _TRIED),
        *(_judged(stage, *one) for one in _JUDGED),
        _published(stage),
    ]


# The investigation, who, how many days before today, what, with how many, what was seen, kept.
_TRIED = (
    (
        "inv-titres",
        "intra",
        -172,
        "Un message à chaque étape du dossier, sans compte à ouvrir",
        60,
        "Quatre sont revenues au guichet, contre vingt-trois sans le message.",
        HypothesisState.KEPT,
    ),
    (
        "inv-logement",
        "agent2",
        -18,
        "Une lettre qui nomme la pièce dès la première ligne",
        26,
        "Onze ont renvoyé la pièce dans la semaine ; trois ont appelé pour comprendre.",
        HypothesisState.KEPT,
    ),
    (
        "inv-logement",
        "agent2",
        -15,
        "Un rappel par courrier recommandé",
        8,
        "Six ne sont pas allés le chercher.",
        HypothesisState.DROPPED,
    ),
    ("inv-logement", "agent2", -4, "Un message la veille de la radiation", 0, "", None),
)


def _tried(stage: Stage, name: str, who: str, offset: int, what, users, observed, state) -> Story:
    yield stage.at(offset, 11)
    subject = stage.things[name]
    made = stage.do(who, actions.add_solution, subject, what=what, hypotheses=[])
    if state is not None:
        told = {"users": users, "observed": observed, "state": state}
        stage.do(who, actions.conclude_solution, subject, made, **told)


_JUDGED = (
    ("inv-logement", "coach", -6, (8, 7, 6, 8, 7, 5, 8), "Il reste à rencontrer des bailleurs."),
    (
        "inv-logement",
        "directrice",
        -3,
        (9, 7, 5, 8, 6, 6, 8),
        "La suite à six mois est à préciser.",
    ),
)


def _judged(stage: Stage, name: str, who: str, offset: int, marks: tuple, said: str) -> Story:
    yield stage.at(offset, 16)
    weakest = min(marks)
    lines = {
        criterion: (mark, said if mark == weakest else "")
        for criterion, mark in zip(Criterion, marks, strict=True)
    }
    stage.do(who, actions.give_opinion, stage.things[name], lines=lines)


def _published(stage: Stage) -> Story:
    """What an inconclusive investigation learned, for anybody to read."""
    yield stage.at(-40, 10)
    subject = stage.things["inv-naissance"]
    stage.do("directrice", actions.publish_report, subject, version=0)


def _investigation(stage: Stage, one: Opened) -> Story:
    yield stage.at(one.opened, 10)
    stage.things[one.name] = _open(stage, one)
    if one.helper:
        yield stage.at(one.opened + 4, 9)
        told = {"role": InvestigationRole.MEMBER}
        who = stage.people[one.helper]
        stage.do("directrice", actions.add_member, stage.things[one.name], who, **told)
    yield from _learned(stage, one)


def _open(stage: Stage, one: Opened):
    return stage.do(
        "directrice",
        actions.open_,
        incubator_ref=stage.things["forge"].ref,
        irritant_refs=[stage.things[name].ref for name in one.irritants],
        title=one.finding.title,
        question=one.finding.question,
        engagement=_engagement(stage, one),
        intrapreneur=stage.people[one.lead],
        coach=stage.people["coach"] if one.coached else None,
        days_tenths=20,
        planned_end_on=stage.day(one.planned),
    )


def _engagement(stage: Stage, one: Opened) -> Engagement:
    promised = {"understands": True, "accepts_stop": True, "protects": True}
    if one.sponsored:
        sponsor = stage.people["sponsor"]
        told = {"title": "Secrétaire général", "organisation": VERNOIS}
        return Engagement(name=sponsor.name, person=sponsor, **told, **promised)
    told = {"title": "Directrice des prestations", "organisation": "Agence des parcours de vie"}
    return Engagement(name="Claude Bonnefoix", **told, **promised)


def _learned(stage: Stage, one: Opened) -> Iterator[datetime]:
    steps = [(at, _log, line) for at, *line in one.finding.logged]
    steps += [(at, _hypothesis, line) for at, *line in one.finding.hypotheses]
    if one.finding.report:
        steps.append((one.finding.reported, _report, [one.finding.report]))
    for at, step, line in sorted(steps, key=lambda each: each[0]):
        yield stage.at(one.opened + at, 17)
        step(stage, one, *line)


def _log(stage: Stage, one: Opened, kind, text: str, more: dict | None = None) -> None:
    told = {"kind": kind, "on": stage.now.date(), "text": text} | (more or {})
    stage.do(one.lead, actions.log, stage.things[one.name], **told)


def _hypothesis(stage: Stage, one: Opened, text: str, state=None, conclusion: str = "") -> None:
    subject = stage.things[one.name]
    made = stage.do(one.lead, actions.add_hypothesis, subject, text=text)
    if state in (HypothesisState.KEPT, HypothesisState.DROPPED):
        told = {"state": state, "conclusion": conclusion}
        stage.do(one.lead, actions.conclude_hypothesis, subject, made, **told)


def _report(stage: Stage, one: Opened, report: str) -> None:
    stage.do(one.lead, actions.write_report, stage.things[one.name], report=report)

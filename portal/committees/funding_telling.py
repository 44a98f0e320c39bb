"""Who hears what about the money of a decision. Each fact is told once."""

from datetime import datetime

from flask_babel import gettext as _, lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.committees.funding_models import FundingLine
from portal.committees.funding_queries import Funded
from portal.committees.funding_sentences import organisation
from portal.committees.words import LineState
from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role
from portal.web.filters import day_text, euros


def opened(session: Session, found: Funded, now: datetime) -> None:
    """The decision is proclaimed: sponsors have a line to confirm, directors a note ready."""
    waiting = [line for line in found.lines if line.state is LineState.TO_CONFIRM]
    asked(session, found, waiting, now)
    notices.tell(
        session,
        _directors(session, found, now),
        event=f"purchase:{found.ref}",
        kind="funding.note",
        subject_ref=found.startup.ref,
        title=_l("%(title)s : la note d’achat est prête", title=found.startup.title),
        body=_l(
            "Transmettez-la aux achats aujourd’hui : commander prend environ un mois. "
            "Marquez-la ensuite comme transmise."
        ),
        path=f"/decisions/{found.ref}/note-achats",
        now=now,
    )


def asked(session: Session, found: Funded, lines: list[FundingLine], now: datetime) -> int:
    """Each sponsor hears of its own line."""
    return sum(_ask(session, found, line, now) for line in lines)


def _ask(session: Session, found: Funded, line: FundingLine, now: datetime) -> int:
    return notices.tell(
        session,
        found.answering.people(line.organisation_ref),
        event=f"line:{line.ref}:{line.organisation_ref}",
        kind="funding.asked",
        subject_ref=found.startup.ref,
        title=_l("%(title)s : confirmez votre financement", title=found.startup.title),
        body=lambda: _(
            "Le comité a décidé. La ligne que porte %(name)s est de %(amount)s. "
            "Confirmez-la, ou dites que vous ne la financez pas, avant le %(on)s : "
            "personne d’autre ne peut le faire.",
            name=organisation(line),
            amount=euros(line.asked),
            on=day_text(line.due_on),
        ),
        path=_path(found, line),
        now=now,
    )


def said(session: Session, actor: Actor, found: Funded, line: FundingLine, now: datetime) -> None:
    """Team, directors and chair hear what a sponsor said; not whoever said it."""
    told = [one for one in concerned(session, found, now) if one.id != actor.person_id]
    is_declined = line.state is LineState.DECLINED
    notices.tell(
        session,
        told,
        event=f"line:{line.ref}:said:{line.version}",
        kind="funding.said",
        subject_ref=found.startup.ref,
        title=lambda: (
            _("%(title)s : une ligne n’est pas financée", title=found.startup.title)
            if is_declined
            else _("%(title)s : une ligne est confirmée", title=found.startup.title)
        ),
        body=lambda: _declined(line) if is_declined else _confirmed(line),
        path=_path(found),
        now=now,
    )


def late(session: Session, found: Funded, line: FundingLine, now: datetime) -> int:
    """The day has come: the sponsor is reminded, and the directors know that it is awaited."""
    told = found.answering.people(line.organisation_ref)
    return notices.tell(
        session,
        [*told, *_directors(session, found, now)],
        event=f"line:{line.ref}:{line.organisation_ref}:late",
        kind="funding.late",
        subject_ref=found.startup.ref,
        title=_l("%(title)s : un financement reste à confirmer", title=found.startup.title),
        body=lambda: _(
            "La ligne que porte %(name)s (%(amount)s) était attendue pour le %(on)s. "
            "Tant qu’elle n’est pas confirmée, rien ne peut être commandé sur cette part.",
            name=organisation(line),
            amount=euros(line.asked),
            on=day_text(line.due_on),
        ),
        path=_path(found),
        now=now,
    )


def sent(session: Session, actor: Actor, found: Funded, number: int, now: datetime) -> None:
    """Purchasing has the note: the team and the sponsors know that the lines no longer change."""
    told = people.holders(session, found.startup.ref, paris_day(now), Role.TEAM, Role.SPONSOR)
    notices.tell(
        session,
        [one for one in told if one.id != actor.person_id],
        event=f"purchase:{found.ref}:sent:{number}",
        kind="funding.sent",
        subject_ref=found.startup.ref,
        title=_l("%(title)s : la note est transmise aux achats", title=found.startup.title),
        body=_l("Les lignes déjà dites ne se corrigent plus, sauf si la note est reprise."),
        path=f"/decisions/{found.ref}/note-achats",
        now=now,
    )


def concerned(session: Session, found: Funded, now: datetime) -> list[Person]:
    """The team, the directors of the incubators, the chair and the deputy, each once."""
    today = paris_day(now)
    chairs = people.holders(session, found.committee_ref, today, Role.CHAIR, Role.DEPUTY)
    team = people.holders(session, found.startup.ref, today, Role.TEAM)
    every = [*team, *_directors(session, found, now), *chairs]
    return list({one.id: one for one in every}.values())


def _directors(session: Session, found: Funded, now: datetime) -> list[Person]:
    return people.holders_on(session, found.incubator_refs, paris_day(now), Role.DIRECTOR)


def _confirmed(line: FundingLine) -> str:
    if line.amount == line.asked:
        return _("%(name)s finance %(amount)s.", name=organisation(line), amount=euros(line.amount))
    return _(
        "%(name)s finance %(amount)s ; %(asked)s étaient attendus.\n\nMotif : %(motive)s",
        name=organisation(line),
        amount=euros(line.amount),
        asked=euros(line.asked),
        motive=line.motive,
    )


def _declined(line: FundingLine) -> str:
    return _(
        "%(name)s ne finance pas sa ligne de %(amount)s. Désignez un autre sponsor, "
        "ou remettez la décision au vote.\n\nMotif : %(motive)s",
        name=organisation(line),
        amount=euros(line.asked),
        motive=line.motive,
    )


def _path(found: Funded, line: FundingLine | None = None) -> str:
    base = f"/decisions/{found.ref}/financement"
    return f"{base}/{line.ref}" if line else base

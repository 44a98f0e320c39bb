"""Where each input of the sheet goes: one screen for each logical target, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.committees.item_models import Dossier, Item
from portal.committees.models import Sitting
from portal.irritants.models import Irritant
from portal.outbox.models import Mail
from portal.people.models import Person
from portal.startups.measure_models import Measure, Reading
from portal.startups.models import PhasePeriod
from tests.permissions.scene import Scope


@dataclass(frozen=True)
class Screen:
    """A form: its address in `asks.py`, who fills it, in which field; what is kept, where it shows."""

    endpoint: str
    role: str
    field: str
    stored: Callable[[Session, Scope], Any]
    shows: str
    instead: dict[str, str] = field(default_factory=dict)


def _draft(session: Session, scope: Scope) -> str:
    ref = scope.mine["agent"]["draft"]
    return session.scalars(select(Irritant.title).where(Irritant.ref == ref)).one()


def _dossier(session: Session, scope: Scope) -> str:
    query = select(Dossier.body).join(Item).where(Item.ref == scope.refs["item_waiting"])
    return session.scalars(query).one()


def _name(session: Session, scope: Scope) -> str:
    return session.get_one(Person, scope.world.ids["outsider"]).name


def _account(session: Session, _scope: Scope) -> str:
    return session.scalars(select(Person.email).order_by(Person.id.desc()).limit(1)).one()


def _mail(session: Session, _scope: Scope) -> str:
    found = session.scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).first()
    return found.body if found else ""


def _phase(session: Session, scope: Scope):
    query = select(PhasePeriod.starts_on).where(PhasePeriod.ref == scope.refs["bare_period"])
    return session.scalars(query).one()


def _figure(session: Session, scope: Scope):
    query = select(Reading.value).join(Measure).where(Measure.ref == scope.refs["measure"])
    return session.scalars(query.order_by(Reading.id.desc()).limit(1)).one()


def _figure_day(session: Session, scope: Scope):
    query = select(Reading.on).join(Measure).where(Measure.ref == scope.refs["measure"])
    return session.scalars(query.order_by(Reading.id.desc()).limit(1)).one()


def _sitting(session: Session, _scope: Scope):
    return session.scalars(select(Sitting.starts_at).order_by(Sitting.id.desc()).limit(1)).one()


TITLE = Screen("irritants.save_step", "agent", "title", _draft, "irritants.reread")
BODY = Screen("committees.save_dossier", "team_member", "body", _dossier, "committees.dossier")
NAME = Screen("people.update", "agent", "name", _name, "people.show")
EMAIL = Screen("administration.create", "administrator", "email", _account, "administration.show")
MAIL = Screen("irritants.triage_completer", "director", "motive", _mail, "irritants.show")
START = Screen(
    "startups.correct_phase",
    "director",
    "starts_on",
    _phase,
    "startups.show",
    {"ref": "bare", "period_ref": "bare_period"},
)
FIGURE = Screen("startups.record_figure", "team_member", "value", _figure, "startups.measure")
FIGURE_DAY = Screen("startups.record_figure", "team_member", "on", _figure_day, "startups.measure")
DEADLINE = Screen("committees.plan", "director", "day", _sitting, "committees.show")

SCREENS = {
    "irritant.title": TITLE,
    "irritant.body_md": BODY,
    "account.display_name": NAME,
    "account.email": EMAIL,
    "invite.email": EMAIL,
    "mail.placeholder": MAIL,
    "startup.start_date": START,
    "decision.deadline": DEADLINE,
    "indicator.value": FIGURE,
    "indicator.period": FIGURE_DAY,
}

# Addresses that are read, and the name under which the input is asked.
ASKED = {
    "search.q": ("agent", "/recherche", "q"),
    "list.page": ("agent", "/irritants", "page"),
    "list.per_page": ("agent", "/irritants", "per_page"),
    "list.sort": ("agent", "/irritants", "tri"),
    "login.next": ("agent", "/connexion", "suite"),
}

# What is sent in its own way, by `sending.py`.
APART = {
    *("any.path", "any.header", "any.method", "any.fragment", "any.form"),
    *("auth.login", "auth.logout", "login.username", "session.fixation", "session.ttl"),
    *("ballot.decision_id", "ballot.cast", "ballot.page", "object.other_incubator.fragment"),
    *("account.self.update", "irritant.submit", "triage.accept", "triage.reject"),
    *("decision.vote.open", "committee.configure", "decision.recuse.self", "clock.jump"),
    *("search.internal", "invite.accept", "irritant.file"),
}

# What is not built: the words that an address or a field of it would bear, and why there is none.
ABSENT = {
    "api.indicator.write": (("/api",), "l’API n’est pas encore là"),
    "api.auth": (("/api",), "l’API n’est pas encore là"),
    "api.internal.read": (("/api",), "l’API n’est pas encore là"),
    "opendata.export": (("donnees-ouvertes", "export"), "les exports ne sont pas encore là"),
    "export.csv": (("csv", "export"), "les exports ne sont pas encore là"),
    "export.download": (("csv", "export"), "les exports ne sont pas encore là"),
    "startup.url": (("url", "adresse-du-service"), "la fiche ne se modifie pas encore"),
    "committee.quorum": (("quorum",), "le quorum est la moitié des votants, il ne se règle pas"),
}

"""What the sheet says in one line of what follows a stop; nothing while the service goes on."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.kernel.periods import paris_day
from portal.policy import Act, Actor
from portal.startups import after_rules as rules, lessons, technical
from portal.startups.after_words import TAUGHT
from portal.startups.models import Startup
from portal.web.filters import day_text, plural


@dataclass(frozen=True, slots=True)
class Line:
    """A page, and what it says in short; nothing as long as it is empty."""

    label: str
    said: str
    href: str


def lines(session: Session, actor: Actor, startup: Startup) -> list[Line]:
    """The safeguard, the technical file and the lesson, for whoever may read each."""
    return [*_takeover(session, actor, startup), *_lesson(session, actor, startup)]


def _takeover(session: Session, actor: Actor, startup: Startup) -> list[Line]:
    if not rules.may_be_taken_over(startup.current_phase, startup.safeguard_until):
        return []
    # Until when is said above, at the head of the sheet.
    said = _("le service peut être repris")
    found = [Line(_("Reprise"), said, url_for("startups.safeguard_page", ref=startup.ref))]
    if policy.may(actor, Act.TECHNICAL_READ, startup):
        href = url_for("startups.technical_file", ref=startup.ref)
        found.append(Line(_("Dossier technique"), _technical(session, startup), href))
    return found


def _technical(session: Session, startup: Startup) -> str:
    count = len(technical.lacking(session, startup))
    return plural(count, "réponse manque", "réponses manquent") if count else _("complet")


def _lesson(session: Session, actor: Actor, startup: Startup) -> list[Line]:
    if startup.current_phase not in TAUGHT:
        return []
    found = lessons.published(session, startup)
    if found is None and not policy.may(actor, Act.LESSON_WRITE, startup):
        return []
    said = _("à écrire")
    if found is not None:
        said = _("publié le %(on)s", on=day_text(paris_day(found.published_at), "d MMMM y"))
    elif lessons.of(session, startup) is not None:
        said = _("écrit, pas encore publié")
    href = url_for("startups.lesson", ref=startup.ref)
    return [Line(_("Ce que nous avons appris"), said, href)]

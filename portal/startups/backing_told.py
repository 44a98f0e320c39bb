"""Who hears that an organisation joins the sponsors or leaves them: team, sponsors, directors."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.periods import paris_day
from portal.notices import actions as notices
from portal.organisations.models import Organisation
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Actor, Role
from portal.startups.models import Startup
from portal.startups.sponsor_models import FormerSponsor
from portal.web.filters import day_text

_CONCERNED = (Role.TEAM, Role.COACH, Role.SPONSOR)


def concerned(session: Session, actor: Actor, startup: Startup, today: date) -> list[Person]:
    """Each once, whoever acts aside."""
    found = people.holders(session, startup.ref, today, *_CONCERNED)
    for ref in startup.incubator_refs:
        found += people.holders(session, ref, today, Role.DIRECTOR)
    return list({one.id: one for one in found if one.id != actor.person_id}.values())


def added(session, actor, startup: Startup, body: Organisation, now: datetime) -> None:
    """One more sponsor."""
    words = {"who": body.name, "title": startup.title}
    _tell(
        session,
        actor,
        startup,
        "added",
        lambda: _("%(who)s sponsorise %(title)s", **words),
        lambda: _("Ses financements se confirment ligne par ligne, par qui répond pour elle."),
        now,
    )


def ended(session, actor, startup: Startup, former: FormerSponsor, now: datetime) -> None:
    """One sponsor less; none left is said first."""
    words = {"who": former.organisation.name, "title": startup.title}
    is_alone = not startup.sponsorships

    def title() -> str:
        if is_alone:
            return _("%(title)s n’a plus de sponsor", **words)
        return _("%(who)s ne sponsorise plus %(title)s", **words)

    def body() -> str:
        on = day_text(former.last_on)
        said = _("%(who)s a sponsorisé %(title)s jusqu’au %(on)s.", on=on, **words)
        why = _("Motif : %(motive)s", motive=former.motive)
        kept = _("Ce qu’elle a confirmé reste ; les rôles de sponsor ne changent pas.")
        seek = _("Cherchez une autre organisation avant le prochain comité.") if is_alone else ""
        return "\n\n".join(filter(None, (said, why, kept, seek)))

    _tell(session, actor, startup, "ended", title, body, now)


def undone(session, actor, startup: Startup, body: Organisation, now: datetime) -> None:
    """What was told today was a slip."""
    words = {"who": body.name, "title": startup.title}
    _tell(
        session,
        actor,
        startup,
        "undone",
        lambda: _("Annulé : rien ne change pour %(who)s et %(title)s", **words),
        lambda: _(
            "%(title)s : ce qui vous a été dit aujourd’hui de ses sponsors est annulé.", **words
        ),
        now,
    )


def _tell(session: Session, actor, startup: Startup, step: str, title, body, now) -> None:
    notices.tell(
        session,
        concerned(session, actor, startup, paris_day(now)),
        event=f"sponsor-{step}:{startup.ref}:{now:%Y%m%d%H%M%S%f}",
        kind="team.sponsor",
        subject_ref=startup.ref,
        title=title,
        body=body,
        path=f"/startups/{startup.ref}/sponsors",
        now=now,
    )

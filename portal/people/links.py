"""Links to choose a password: made, mailed, found again, made void."""

from datetime import datetime

from flask_babel import force_locale, gettext as _
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.kernel.refs import new_ref
from portal.outbox import actions as outbox, keys, letters
from portal.people.models import PasswordLink, Person
from portal.people.rules import LINKS_KEPT, LINKS_LAST
from portal.people.words import LinkPurpose

PATH = "/connexion/nouveau-mot-de-passe"


def send(session: Session, person: Person, purpose: LinkPurpose, now: datetime) -> PasswordLink:
    """Mail a link to this person. Its key is in no row: see `outbox.keys`."""
    ref = new_ref("lnk")
    link = PasswordLink(
        ref=ref,
        key_hash=keys.digest(keys.key_of(ref)),
        person_id=person.id,
        purpose=purpose,
        made_at=now,
        expires_at=now + LINKS_LAST[purpose],
    )
    session.add(link)
    session.flush()
    with force_locale(person.language.value):
        subject, body = _WORDS[purpose](person)
    outbox.post(
        session,
        event=f"{purpose.value}:{ref}",
        address=person.email,
        kind="security",
        subject=subject,
        body=body,
        secret_ref=ref,
        now=now,
    )
    return link


def usable(session: Session, key: str, now: datetime, *, lock: bool = False) -> PasswordLink | None:
    """The link with this key, unless it was used, is too old, or its account is closed."""
    query = (
        select(PasswordLink)
        .join(PasswordLink.person)
        .where(
            PasswordLink.key_hash == keys.digest(key),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > now,
            Person.deactivated_at.is_(None),
        )
        .options(joinedload(PasswordLink.person, innerjoin=True))
    )
    return session.scalars(query.with_for_update(of=PasswordLink) if lock else query).first()


def void(session: Session, person: Person, now: datetime, *purposes: LinkPurpose) -> None:
    """Let no link of this person work any more (those of these purposes, or all)."""
    query = update(PasswordLink).where(
        PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None)
    )
    if purposes:
        query = query.where(PasswordLink.purpose.in_(purposes))
    session.execute(query.values(used_at=now))


def forget_old(session: Session, now: datetime) -> int:
    """Remove links that have not worked for a month; how many."""
    limit = now - LINKS_KEPT
    query = delete(PasswordLink).where(
        or_(PasswordLink.used_at < limit, PasswordLink.expires_at < limit)
    )
    return session.execute(query).rowcount


def _link() -> str:
    return letters.address(f"{PATH}?clef={keys.MARK}")


def _reset(person: Person) -> tuple[str, str]:
    text = letters.letter(
        person.name,
        _("Quelqu’un, vous sans doute, a demandé à choisir un nouveau mot de passe."),
        _("Pour le choisir, dans l’heure et une seule fois : %(link)s", link=_link()),
        _("Si ce n’est pas vous, ne faites rien : votre mot de passe ne change pas."),
    )
    return _("Choisir un nouveau mot de passe"), text


def _invitation(person: Person) -> tuple[str, str]:
    text = letters.letter(
        person.name,
        _("Un compte vous est ouvert sur le portail des irritants et des startups d’État."),
        _("Pour choisir votre mot de passe, dans les sept jours : %(link)s", link=_link()),
        _("Passé ce délai, demandez un autre lien : %(page)s", page=letters.address(FORGOTTEN)),
    )
    return _("Votre compte sur le portail"), text


FORGOTTEN = "/connexion/oubli"
_WORDS = {LinkPurpose.RESET: _reset, LinkPurpose.INVITATION: _invitation}

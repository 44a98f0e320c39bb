"""What is filled in when somebody joins a startup or leaves it."""

from typing import Self

from flask_babel import lazy_gettext as _l

from portal.people.words import AT_ONCE
from portal.startups.words import MandateRole, TeamRole
from portal.web.forms import PageForm
from portal.web.input import Day, LastDay, LongText, Pick, Radio, Select, Text


class JoinForm(PageForm):
    """Somebody who joins."""

    person = Text(_l("Adresse de la personne"), most=254, ask=_l("Écrivez l’adresse de l’agent."))
    role = Radio(_l("Rôle"), words=MandateRole, ask=_l("Choisissez son rôle."))
    quality = Select(
        _l("Fonction dans l’équipe"),
        words=TeamRole,
        needed=False,
        description=_l("Pour un membre de l’équipe : dites qui est l’intrapreneur."),
    )
    starts_on = Day(_l("Premier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))

    def offer(self, roles: list[MandateRole]) -> Self:
        """Show the roles that the reader may give; a single one is already chosen."""
        self.role.choices = [(role.value, role.label) for role in roles]
        if len(roles) == 1 and not self.is_submitted():
            self.role.data = roles[0]
        return self


class LeaveForm(PageForm):
    """The end of a role."""

    ends_on = LastDay(
        _l("Dernier jour"),
        ask=_l("Écrivez une date, par exemple 04/12/2026."),
        description=AT_ONCE,
    )
    motive = LongText(
        _l("Motif"),
        most=500,
        ask=_l("Écrivez le motif : la personne le lira."),
        description=_l("La personne le lira. Il reste au journal et ne paraît pas sur la fiche."),
    )


class QualityForm(PageForm):
    """What a member of the team does."""

    member = Pick(_l("Membre de l’équipe"), ask=_l("Choisissez un membre de l’équipe."))
    function = Select(_l("Sa fonction"), words=TeamRole, ask=_l("Choisissez sa fonction."))

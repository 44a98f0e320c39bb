"""What one fills in about incubators and organisations."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form
from wtforms.validators import Regexp

from portal.organisations.words import KINDS, HouseState, OrganisationOrder
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, LongText, Pick, Select, Text

_LINK = Regexp(
    r"^(https?://[^\s/]+\.[^\s]+)?$",
    message=_l("Écrivez une adresse complète, par exemple https://incubateur.gouv.fr."),
)


class _Asked(Form):
    """A list narrowed by its address; what makes no sense there is left out."""

    @classmethod
    def read(cls):
        form = cls(request.args)
        form.validate()
        return form

    def sound(self, name: str, default):
        """The answer, or `default` where there is none that makes sense."""
        return default if self[name].errors or not self[name].data else self[name].data


class HousesForm(_Asked):
    """Which incubators."""

    q = Text(_l("Nom de l’incubateur ou de son organisation"), needed=False)
    etat = Select(_l("Lesquels"), words=HouseState, needed=False)


class BodiesForm(_Asked):
    """Which organisations."""

    q = Text(_l("Nom, sigle ou domaine"), needed=False)
    tri = Select(_l("Trier"), words=OrganisationOrder, needed=False)


class _SheetForm(VersionedForm):
    """A sheet: a question that was not sent leaves what is kept as it is."""

    def values(self) -> dict[str, Any]:
        """What was said; a box that is not ticked says no."""
        told = super().values()
        return {name: told[name] for name in told if self[name].raw_data or told[name] is False}


class IncubatorForm(_SheetForm):
    """What an incubator is."""

    title = Text(_l("Nom"), ask=_l("Nommez l’incubateur."))
    short_description = LongText(_l("En une phrase"), most=500, needed=False)
    owner_ref = Pick(_l("Organisation qui le porte"), needed=False, coerce=lambda ref: ref or None)
    website = Text(_l("Site"), most=500, needed=False)
    contact = Text(_l("Contact"), most=254, needed=False)
    hidden = BooleanField(_l("Le laisser hors des listes publiques et du dépôt"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.website.validators = [*self.website.validators, _LINK]

    def offer(self, organisations: list[tuple[str, str]]) -> "IncubatorForm":
        """Give the organisations to choose from."""
        self.owner_ref.choices = [("", _l("Aucune")), *organisations]
        return self


class OrganisationForm(_SheetForm):
    """What an organisation is."""

    name = Text(_l("Nom"), most=300, ask=_l("Nommez l’organisation."))
    acronym = Text(_l("Sigle"), most=80, needed=False)
    kind = Pick(_l("Type"), needed=False)
    ministry = Text(_l("Domaine ministériel"), most=200, needed=False)

    def offer(self, kept: str = "") -> "OrganisationForm":
        """Give the kinds to choose from; one that the files brought stays possible."""
        known = list(KINDS.items())
        own = [(kept, kept)] if kept and kept not in KINDS else []
        self.kind.choices = [("", _l("Non précisé")), *known, *own]
        return self


class ClosingForm(PageForm):
    """From when an incubator is closed, why, and who takes over."""

    closed_on = Day(_l("Fermé depuis le"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    successor = Pick(_l("Incubateur qui prend le relais"), needed=False)
    motive = LongText(_l("Motif"), most=500, ask=_l("Écrivez le motif : il est gardé au journal."))

    def offer(self, incubators: list[tuple[str, str]]) -> "ClosingForm":
        """Give the incubators to choose from."""
        self.successor.choices = [("", _l("Choisir…")), *incubators]
        return self

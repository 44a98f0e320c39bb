"""What people fill in about irritants. The steps ask for little: what lacks is said on rereading."""

import uuid
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, Form, IntegerField, widgets

from portal.files.words import ACCEPTED
from portal.irritants.support_queries import Tally
from portal.irritants.words import (
    Audience,
    Carrying,
    Figure,
    Frequency,
    IrritantState,
    Sorting,
    UserType,
)
from portal.kernel.territories import territory_choices
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import (
    Attachment,
    Hidden,
    LongText,
    Pick,
    Radio,
    Select,
    Several,
    Text,
    Whole,
    clean,
)
from portal.web.kept import mark_of

SAID_IN_WORDS = ("context", "administration", "territory")
# What the deposit cannot do without (`content.missing`), marked as such on its step.
NEEDED = ("title", "user_types", "audience", "problem", "people_affected")


class _Apart(widgets.HiddenInput):
    """A hidden input which stands in the fragment that the automatic save replaces."""

    input_type = "apart"

    def __call__(self, field, **kwargs):
        return super().__call__(field, type="hidden", **kwargs)


class WhoFields:
    """Who suffers, where."""

    title = Text(_l("Le problème en une phrase"), most=200, needed=False)
    user_types = Several(_l("Qui subit ce problème ?"), words=UserType)
    audience = Radio(
        _l("Cela touche-t-il des usagers ou des agents ?"), words=Audience, needed=False
    )
    administration = Text(_l("Dans quelle administration ?"), needed=False)
    territory = Text(_l("Sur quel territoire ?"), needed=False)


class NumberFields:
    """What happens, and how much of it."""

    problem = LongText(_l("Que se passe-t-il aujourd’hui ?"), most=10000, needed=False)
    people_affected = Whole(_l("Combien de personnes par an ?"), most=70_000_000, needed=False)
    frequency = Select(_l("À quelle fréquence, pour chacune ?"), words=Frequency, needed=False)
    times = Whole(_l("Combien de fois à chaque période ?"), least=1, most=1000, needed=False)
    minutes = Whole(_l("Minutes perdues à chaque fois"), most=100_000, needed=False)
    euros = Whole(_l("Euros dépensés à chaque fois"), most=10**9, needed=False)


class CopingFields:
    """How one copes, and what proves it."""

    workarounds = LongText(_l("Comment fait-on en attendant ?"), needed=False)
    evidence = LongText(_l("Qu’est-ce qui le prouve ?"), needed=False)
    existing_solutions = LongText(_l("Qu’existe-t-il déjà ?"), needed=False)
    solution_idea = LongText(_l("Une idée de solution, si vous en avez une"), needed=False)


class FileFields:
    """One file that proves it."""

    file = Attachment(_l("Joindre un fichier"), name="fichier", render_kw={"accept": ACCEPTED})


class MeFields:
    """The author, and what they wish."""

    incubator_ref = Pick(_l("À quel incubateur l’adresser ?"), needed=False)
    identity_shown = BooleanField(_l("Montrer mon nom aux autres agents"), default=True)
    confidential = BooleanField(
        _l("En réserver la lecture à moi, à l’incubateur et à la direction du programme")
    )
    publish_consent = BooleanField(_l("Accepter qu’il soit publié, sans mon nom"))
    carrying = Radio(_l("Souhaitez-vous y travailler ?"), words=Carrying, needed=False)
    days_a_week = Whole(_l("Combien de jours par semaine ?"), most=5, needed=False)
    manager_informed = BooleanField(
        _l("Mon responsable est informé (son accord n’est pas demandé)")
    )

    def offer(self, incubators) -> "MeFields":
        """Give the incubators to choose from."""
        self.incubator_ref.choices = [
            ("", _l("Je ne sais pas : la direction du programme choisira")),
            *((one.ref, one.title) for one in incubators),
        ]
        return self


class StepForm(VersionedForm):
    """One step of a draft. `key` names the draft, `leaf` the page that writes it."""

    key = Hidden(name="brouillon", filters=[clean], default=lambda: uuid.uuid4().hex)
    leaf = Hidden(name="feuille", filters=[clean], default=lambda: uuid.uuid4().hex)
    version = IntegerField(widget=_Apart(), default=0)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in NEEDED:
            if name in self:
                self[name].flags.required = True

    def values(self) -> dict[str, Any]:
        """The answers alone."""
        return {k: v for k, v in super().values().items() if k not in ("key", "leaf")}

    def sound_values(self) -> dict[str, Any]:
        """The answers that can be kept as they are."""
        return {name: value for name, value in self.values().items() if not self[name].errors}


class WhoForm(WhoFields, StepForm):
    """First step."""


class NumberForm(NumberFields, StepForm):
    """Second step."""


class CopingForm(CopingFields, FileFields, StepForm):
    """Third step."""


class MeForm(MeFields, StepForm):
    """Fourth step."""


STEPS = (WhoForm, NumberForm, CopingForm, MeForm)


class CompleteForm(WhoFields, NumberFields, CopingFields, FileFields, VersionedForm):
    """The whole text, when the author is asked to complete it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in NEEDED:
            self[name].flags.required = True


class AttachForm(FileFields, PageForm):
    """A file joined after the deposit."""

    def validate(self, extra_validators=None) -> bool:
        """There is nothing to send without a file."""
        fine = super().validate(extra_validators)
        if self.file.data is None:
            self.file.errors = [*self.file.errors, _("Choisissez un fichier à joindre.")]
        return fine and self.file.data is not None


class CoAuthorForm(PageForm):
    """A colleague to tell it with."""

    person = Text(_l("Qui inviter ?"), most=254, ask=_l("Écrivez l’adresse de votre collègue."))


class WithdrawForm(PageForm):
    """Taking it back."""

    motive = Text(_l("Pourquoi, en une phrase"), most=300, needed=False)


class SupportForm(PageForm):
    """What one may add to « moi aussi », once it is said."""

    context = Text(_l("Une ligne de contexte"), most=500, needed=False)
    people = Whole(_l("Combien de personnes concernées chez vous ?"), most=70_000_000, needed=False)
    hours = Whole(_l("Combien d’heures perdues par mois ?"), most=1_000_000, needed=False)
    administration = Text(_l("Dans quelle administration ?"), needed=False)
    territory = Pick(_l("Dans quel département ?"), needed=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.territory.choices = [("", _l("Choisir…")), *territory_choices()]

    def values(self) -> dict[str, Any]:
        """What was said; an empty line says nothing."""
        told = super().values()
        return told | {name: told[name] or "" for name in SAID_IN_WORDS}


class JoinForm(SupportForm):
    """The same in place of one's draft, which `key` names."""

    key = Hidden(name="brouillon", filters=[clean], default="")


# Filters: read from the address, so without token or key.


class Filters(Form):
    """What a list is asked for; names are those of the address."""

    words = Text(_l("Rechercher"), name="q", most=200, needed=False)
    state = Select(_l("État"), name="etat", words=IrritantState, needed=False)
    user_type = Select(_l("Qui le subit"), name="qui", words=UserType, needed=False)
    incubator_ref = Pick(_l("Incubateur"), name="incubateur", default="", needed=False)
    mine = BooleanField(_l("Ceux qui me concernent"), name="miens")
    sorting = Select(_l("Ordre"), name="tri", words=Sorting, needed=False)

    def offer(self, incubators: list[tuple[str, str]]) -> "Filters":
        """Give the incubators to choose from, and let each list begin by « Tous »."""
        for field in (self.state, self.user_type):
            field.choices = [("", _l("Tous")), *field.choices[1:]]
        self.sorting.choices = self.sorting.choices[1:]
        self.incubator_ref.choices = [("", _l("Tous")), *incubators]
        return self

    def mark(self) -> tuple:
        """What its form shows, to keep it."""
        return "filters", *mark_of(self, "incubator_ref")

    def sound(self) -> dict[str, Any]:
        """What is asked, odd answers left out."""
        return _sound(self)


class ToldFilters(Form):
    """Which « moi aussi » are looked at."""

    administration = Pick(_l("Administration"), default="", needed=False)
    territory = Pick(_l("Département"), name="territoire", default="", needed=False)
    figure = Select(_l("Chiffre donné"), name="chiffre", words=Figure, needed=False)

    def offer(self, tally: Tally) -> "ToldFilters":
        """Offer what is there, and nothing that would find nothing."""
        known = [(name, name) for name, _count in tally.administrations]
        self.administration.choices = [("", _l("Toutes")), *known]
        places = [(code, name) for code, name, _count in tally.territories]
        self.territory.choices = [("", _l("Tous")), *places]
        self.figure.choices = [("", _l("Peu importe")), *self.figure.choices[1:]]
        return self

    def sound(self) -> dict[str, Any]:
        """What is asked, odd answers left out."""
        return _sound(self)


def _sound(form: Form) -> dict[str, Any]:
    form.validate()
    return {name: f.data for name, f in form._fields.items() if f.data and not f.errors}

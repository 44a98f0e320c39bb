"""What is filled in about money and papers."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form

from portal.startups.sheet_forms import SheetChangeForm, SheetForm
from portal.startups.sheet_words import Activity, PaperKind, Resource
from portal.web.input import Day, LongText, Pick, Select, Text, Whole

MOST = 10**9
_EUROS = _l("Écrivez un montant en euros, par exemple 150000.")


class AmountsForm(SheetChangeForm):
    """Planned beside real, in whole euros."""

    planned_commitment = Whole(_l("Engagements prévus (AE), en euros"), most=MOST, ask=_EUROS)
    real_commitment = Whole(_l("Engagements réels (AE), en euros"), most=MOST, needed=False)
    planned_payment = Whole(_l("Paiements prévus (CP), en euros"), most=MOST, ask=_EUROS)
    real_payment = Whole(_l("Paiements réels (CP), en euros"), most=MOST, needed=False)


class LineForm(AmountsForm):
    """A line of the budget."""

    half_year = Pick(_l("Semestre"), ask=_l("Choisissez le semestre."))
    activity = Select(_l("Activité"), words=Activity, ask=_l("Choisissez l’activité."))
    resource = Select(_l("Ressource"), words=Resource, ask=_l("Choisissez la ressource."))


class PaperForm(SheetChangeForm):
    """What a paper says."""

    parties = LongText(
        _l("Parties, ou signataires"), most=1000, ask=_l("Dites qui signe, un par ligne.")
    )
    amount = Whole(_l("Montant, en euros"), most=MOST, needed=False)
    reinvoiced = Whole(_l("Part refacturée, en euros"), most=MOST, needed=False)
    starts_on = Day(_l("Premier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    ends_on = Day(_l("Dernier jour"), needed=False)
    link = Text(_l("Lien vers le document"), most=500, needed=False)


class NewPaperForm(PaperForm):
    """One more paper."""

    kind = Select(_l("Document"), words=PaperKind, ask=_l("Choisissez le document."))
    amends = Pick(_l("Convention modifiée, pour un avenant"), needed=False)


class ShareForm(SheetForm):
    """The part of one sponsor."""

    organisation = Pick(_l("Sponsor"), ask=_l("Choisissez le sponsor."))
    share = Whole(_l("Sa part, en pour cent"), most=100, ask=_l("Écrivez un nombre de 0 à 100."))


class CostForm(Form):
    """By which measure the cost is told; it stays in the address."""

    mesure = Pick(_l("Mesure"), needed=False)

    @classmethod
    def read(cls, measures: list) -> "CostForm":
        """The form as the address fills it."""
        form = cls(request.args)
        form.mesure.choices = [(one.ref, one.name) for one in measures]
        form.validate()
        return form

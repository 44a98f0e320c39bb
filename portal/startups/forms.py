"""What a person fills in about startups."""

from datetime import date

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form

from portal.startups.portfolio import Filters
from portal.startups.words import THEMES, Order, Phase, TermState
from portal.web.forms import VersionedForm
from portal.web.input import EARLIEST, LATEST, Day, LongText, Pick, Select, Text, Whole
from portal.web.kept import mark_of


class FilterForm(Form):
    """The filters of a list of startups, kept in the address."""

    q = Text(_l("Rechercher une startup"), needed=False)
    incubateur = Pick(_l("Incubateur"), needed=False)
    phase = Select(_l("Phase"), words=Phase, needed=False)
    terme = Select(_l("Terme"), words=TermState, needed=False)
    theme = Pick(_l("Thématique"), needed=False)
    tri = Select(_l("Trier"), words=Order, needed=False)
    mois = Text(needed=False)

    @classmethod
    def read(cls, incubators: list) -> "FilterForm":
        """The form as the address fills it; what makes no sense there is left out."""
        form = cls(request.args)
        form.incubateur.choices = [("", _l("Tous")), *((one.ref, one.title) for one in incubators)]
        form.theme.choices = [("", _l("Toutes")), *THEMES.items()]
        form.phase.choices = [("", _l("Toutes")), *Phase.choices()]
        form.terme.choices = [("", _l("Tous")), *TermState.choices()]
        form.tri.choices = Order.choices()
        form.validate()
        return form

    def mark(self) -> tuple:
        """What it shows, to keep it."""
        return "startup-filters", *mark_of(self, "incubateur")

    def filters(self) -> Filters:
        """What the query is narrowed to."""
        return Filters(
            words=self._sound("q") or "",
            incubator_ref=self._sound("incubateur") or None,
            phase=self._sound("phase"),
            state=self._sound("terme"),
            theme=self._sound("theme") or None,
            month=_month(self.mois.data),
            order=self._sound("tri") or Order.TERM,
        )

    def told(self) -> list[tuple[str, str]]:
        """What the folded fields ask, in words: the label and the value of each."""
        named = (self[name] for name in ("incubateur", "phase", "theme", "terme", "tri"))
        asked = [one for one in named if one.data and not one.errors and one.data != Order.TERM]
        return [(str(one.label.text), _chosen(one)) for one in asked]

    def _sound(self, name: str):
        return None if self[name].errors else self[name].data


def _chosen(field) -> str:
    labels = {one.value: str(one.label) for one in field.choices}
    code = getattr(field.data, "value", field.data)
    return labels.get(code, str(code))


class GrantForm(VersionedForm):
    """The grant that already runs, stated in four answers."""

    granted_on = Day(
        _l("Jour où le financement a été accordé"),
        ask=_l("Indiquez le jour du dernier accord, par exemple 04/06/2026."),
    )
    term_on = Day(
        _l("Terme du financement"),
        ask=_l("Indiquez le jour où le financement accordé se termine."),
    )
    amount = Whole(
        _l("Montant accordé, en euros"),
        most=1_000_000_000,
        ask=_l("Indiquez un montant en euros, par exemple 150000."),
    )
    money_ends_on = Day(
        _l("Fin des crédits"),
        needed=False,
        description=_l("Le jour après lequel plus rien ne peut être payé, si vous le connaissez."),
    )


class PhaseDateForm(VersionedForm):
    """The true first day of a phase, and why the other was wrong."""

    starts_on = Day(_l("Premier jour de la phase"), ask=_l("Indiquez le premier jour de la phase."))
    motive = LongText(
        _l("Pourquoi la date change"),
        most=1000,
        ask=_l("Dites pourquoi la date est corrigée : les deux restent au journal."),
    )


def _month(text: str | None) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01") if text and len(text) == 7 else None
    except ValueError:
        return None
    return month if month and EARLIEST <= month <= LATEST else None

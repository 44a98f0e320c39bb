"""What the triage fills in: one form by gesture, and the part of the queue to show."""

from flask_babel import lazy_gettext as _l
from wtforms import Form

from portal.irritants.words import DeclineMotive, QueueView, ReturnMotive
from portal.web.forms import ActForm, PageForm
from portal.web.input import Day, Hidden, LongText, Pick, Radio, Select, Text


class UnmaskForm(PageForm):
    """Asking who the author is."""

    motive = LongText(
        _l("Pourquoi avez-vous besoin de ce nom ? L’auteur lira votre réponse."),
        id="identite-motive",
        ask=_l("Expliquez pourquoi, par exemple « pour l’appeler et comprendre le circuit »."),
        most=2000,
    )


class ProposeForm(PageForm):
    """Proposing a joint investigation."""

    message = LongText(
        _l("Votre message"),
        ask=_l("Dites ce qu’il y aurait à apprendre ensemble, en une phrase ou deux."),
        most=2000,
    )


class TakeForm(PageForm):
    """Taking in charge; `over` is the colleague whom one knowingly replaces."""

    over = Hidden()


def _message() -> LongText:
    return LongText(
        _l("Votre message"),
        most=5000,
        ask=_l("Expliquez votre réponse : l’auteur et ses soutiens la liront."),
    )


def _review_day() -> Day:
    return Day(
        _l("Relire l’irritant le"),
        ask=_l("Indiquez quand l’irritant sera relu, par exemple dans six mois."),
    )


class PlainForm(ActForm):
    """A gesture that asks for nothing."""


class ReturnForm(PageForm):
    """Asking the author to complete."""

    motive_code = Radio(
        _l("Que manque-t-il ?"), words=ReturnMotive, ask=_l("Choisissez ce qui manque.")
    )
    motive = _message()


class SelectForm(PageForm):
    """Keeping it for an investigation."""

    motive = LongText(_l("Un mot pour l’auteur"), needed=False)


class DeclineForm(PageForm):
    """Not going further, with a motive and a day."""

    motive_code = Radio(
        _l("Motif"), words=DeclineMotive, ask=_l("Choisissez le motif le plus proche.")
    )
    motive = _message()
    destination = Text(_l("Où l’auteur trouvera une suite"), most=300, needed=False)
    review_on = _review_day()


class ParkForm(PageForm):
    """Keeping it for later."""

    motive = _message()
    review_on = _review_day()


class OrientForm(PageForm):
    """Pointing to those who can act."""

    destination = Text(
        _l("Vers qui ?"),
        most=300,
        ask=_l("Indiquez le service ou la page où l’auteur trouvera une suite."),
    )
    motive = _message()
    review_on = _review_day()


class TransferForm(PageForm):
    """Offering to another incubator."""

    incubator_ref = Pick(_l("À quel incubateur ?"), ask=_l("Choisissez un incubateur."))
    motive = LongText(
        _l("Pourquoi lui ?"),
        most=2000,
        ask=_l("Expliquez à vos collègues pourquoi cet irritant les concerne."),
    )

    def offer(self, incubators) -> "TransferForm":
        """Give the incubators to choose from."""
        self.incubator_ref.choices = [
            ("", _l("Choisir…")),
            *((one.ref, one.title) for one in incubators),
        ]
        return self


class GiveBackForm(PageForm):
    """Giving an offered irritant back."""

    motive = LongText(
        _l("Pourquoi le rendre ?"), most=2000, ask=_l("Expliquez à vos collègues pourquoi.")
    )


class ReopenForm(PageForm):
    """Looking at it again."""

    motive = _message()


class QueueFilters(Form):
    """Which part of the triage queue."""

    view = Select(_l("Partie de la file"), name="vue", words=QueueView, needed=False)

    def chosen(self) -> QueueView:
        """The view asked for; what is due by default."""
        self.validate()
        return self.view.data if self.view.data and not self.view.errors else QueueView.DUE

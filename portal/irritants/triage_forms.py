"""What the triage fills in: one form by gesture, and the part of the queue to show."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import Form

from portal.irritants.narrowing import ME, NOBODY, Asked
from portal.irritants.words import (
    Age,
    DeclineMotive,
    IrritantState,
    QueueView,
    ReturnMotive,
    UserType,
)
from portal.web.forms import ActForm, PageForm
from portal.web.input import Day, Hidden, LongText, Pick, Radio, Select, Text, Whole

# References, and the words that stand beside them.
_CODE = re.compile(r"[a-z0-9-]{1,12}")


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


class EntrustForm(PageForm):
    """Letting a named colleague answer."""

    colleague_ref = Pick(
        _l("À quel collègue ?"),
        id="confier-collegue",
        ask=_l("Choisissez un collègue qui trie pour cet incubateur."),
    )

    def offer(self, colleagues) -> "EntrustForm":
        """Give the colleagues to choose from."""
        names = [(one.ref, one.name) for one in colleagues]
        self.colleague_ref.choices = [("", _l("Choisir…")), *names]
        return self


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
    review_supports = Whole(
        _l("Ou dès que tant d’agents auront dit « moi aussi »"),
        least=1,
        most=1_000_000,
        needed=False,
    )


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


class _AnyPick(Pick):
    """A choice read from the address: one that is not offered finds nothing, and is no fault."""

    def pre_validate(self, form):
        """Whatever was asked."""


class MergeForm(PageForm):
    """Merging: a word for those who are told; the versions and the word that were reread."""

    note = LongText(
        _l("Un mot pour ceux qui suivent cet irritant"),
        most=2000,
        needed=False,
    )
    head = Hidden(name="avec")
    reread = Hidden()
    seen = Hidden()


class MergeSearch(Form):
    """Looking for the irritant that says the same problem."""

    words = Text(_l("Chercher par mots, ou par référence"), name="q", most=200, needed=False)


class SeparateForm(PageForm):
    """Undoing a merge."""

    motive = LongText(
        _l("Pourquoi les séparer ?"),
        most=2000,
        ask=_l("Expliquez pourquoi : ceux qui suivent ces irritants le liront."),
    )


class SplitForm(PageForm):
    """The second problem of an irritant that mixes two."""

    title = Text(
        _l("Le second problème, en une phrase"),
        most=200,
        ask=_l("Dites le second problème en une phrase."),
    )
    problem = LongText(
        _l("Ce que l’auteur en dit"),
        ask=_l("Reprenez les mots de l’auteur qui parlent du second problème."),
    )


class QueueFilters(Form):
    """Which part of the triage queue, and what it is narrowed to; names are those of the address."""

    view = Select(_l("Partie de la file"), name="vue", words=QueueView, needed=False)
    words = Text(_l("Mots"), name="q", most=200, needed=False)
    state = Select(_l("État"), name="etat", words=IrritantState, needed=False)
    age = Select(_l("Attend depuis"), name="age", words=Age, needed=False)
    user_type = Select(_l("Qui le subit"), name="qui", words=UserType, needed=False)
    incubator_ref = _AnyPick(_l("Incubateur"), name="incubateur", default="", needed=False)
    officer = _AnyPick(_l("En charge"), name="charge", default="", needed=False)
    label_ref = _AnyPick(_l("Étiquette"), name="etiquette", default="", needed=False)

    def chosen(self) -> QueueView:
        """The view asked for; what is due by default."""
        self.validate()
        return self.view.data if self.view.data and not self.view.errors else QueueView.DUE

    def asked(self) -> Asked:
        """All that is asked, odd answers left out."""
        self.validate()
        sound = {n: f.data for n, f in self._fields.items() if f.data and not f.errors}
        picked = ("incubator_ref", "officer", "label_ref")
        odd = [n for n in picked if n in sound and not _CODE.fullmatch(sound[n])]
        return Asked(**{n: value for n, value in sound.items() if n not in odd})

    def address(self) -> dict[str, str]:
        """The same as the address says it, to come back to it."""
        asked, said = self.asked(), self._fields.items()
        named = [(f.name, f.raw_data) for n, f in said if getattr(asked, n)]
        return {name: raw[0] for name, raw in named if raw}

    def told(self) -> list[tuple[str, str]]:
        """What it is narrowed to, in words: the label and the value of each."""
        asked = self.asked()
        named = [f for n, f in self._fields.items() if n != "view" and getattr(asked, n)]
        return [(str(f.label.text), _value(f)) for f in named]

    def offer(
        self,
        incubators: list[tuple[str, str]],
        officers: list[tuple[str, str]],
        labels: list[tuple[str, str]],
    ) -> "QueueFilters":
        """Give what there is to choose from, each list beginning by « Tous »."""
        for field in (self.state, self.age, self.user_type):
            known = [each for each in field.choices if each.value not in ("", "draft")]
            field.choices = [("", _l("Tous")), *known]
        self.view.choices = self.view.choices[1:]
        self.incubator_ref.choices = [("", _l("Tous")), *incubators]
        known = [("", _l("Tous")), (ME, _l("Moi")), (NOBODY, _l("Personne"))]
        self.officer.choices = [*known, *officers]
        self.label_ref.choices = [("", _l("Toutes")), *labels]
        return self


def _value(field) -> str:
    labels = {one.value: str(one.label) for one in getattr(field, "choices", ())}
    code = getattr(field.data, "value", field.data)
    return labels.get(code, str(code))

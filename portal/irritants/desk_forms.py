"""What a desk fills in for itself."""

from flask_babel import lazy_gettext as _l

from portal.irritants.desk_words import Shape
from portal.irritants.gestures import GESTURES
from portal.irritants.triage_forms import DeclineForm, ReturnForm
from portal.irritants.words import DeclineMotive, ReturnMotive
from portal.kernel.errors import Refused
from portal.web.forms import ActForm, PageForm, VersionedForm
from portal.web.input import LongText, Pick, Radio, Text

# Gestures that say something to somebody, so that a text may open them.
WORDED = tuple(one for one in GESTURES if "motive" in one.form.__dict__)
MOTIVES = {
    one.slug: words
    for form, words in ((ReturnForm, ReturnMotive), (DeclineForm, DeclineMotive))
    for one in WORDED
    if one.form is form
}


class ViewForm(PageForm):
    """Keeping what the queue is narrowed to."""

    name = Text(_l("Nom de la vue"), id="vue-nom", most=60, ask=_l("Donnez un nom à cette vue."))
    incubator_ref = Pick(_l("La montrer à"), id="vue-pour", needed=False, default="")

    def offer(self, incubators: list[tuple[str, str]]) -> "ViewForm":
        """Give the incubators with which it may be shared."""
        self.incubator_ref.choices = [("", _l("Moi seulement")), *incubators]
        return self


class _OfHouse(PageForm):
    """Something of one incubator among one's own."""

    incubator_ref = Pick(_l("Incubateur"), ask=_l("Choisissez un incubateur."))

    def offer(self, incubators: list[tuple[str, str]]) -> "_OfHouse":
        """Give the incubators of this person; alone, it is chosen."""
        self.incubator_ref.choices = incubators
        return self


class LabelForm(_OfHouse):
    """Another label."""

    name = Text(
        _l("Nom de l’étiquette"), most=40, ask=_l("Donnez un nom, par exemple « juridique ».")
    )
    shape = Radio(_l("Signe"), words=Shape, default=Shape.ROUND, ask=_l("Choisissez un signe."))


class _TemplateFields:
    name = Text(_l("Nom du modèle"), most=80, ask=_l("Donnez un nom, par exemple « Hors champ »."))
    gesture = Pick(_l("Pour quel geste ?"), ask=_l("Choisissez le geste que ce texte ouvre."))
    motive_code = Pick(_l("Motif"), needed=False, default="")
    body = LongText(
        _l("Texte"), most=5000, ask=_l("Écrivez le texte que vos collègues corrigeront.")
    )

    def offer_gestures(self) -> None:
        """Give what there is to choose from; each motive says of which gesture it is."""
        self.gesture.choices = [("", _l("Choisir…")), *((one.slug, one.label) for one in WORDED)]
        labels = {one.slug: one.label for one in WORDED}
        self.motive_code.choices = [("", _l("Aucun"))] + [
            (
                f"{slug}:{word.value}",
                _l("%(label)s (%(gesture)s)", label=word.label, gesture=labels[slug]),
            )
            for slug, words in MOTIVES.items()
            for word in words
        ]

    def said(self) -> dict:
        """What was said. Raises Refused for the motive of another gesture."""
        slug, _colon, code = (self.motive_code.data or "").partition(":")
        if code and slug != self.gesture.data:
            raise Refused(_l("Ce motif est celui d’un autre geste."), field="motive_code")
        values = {name: self[name].data for name in ("name", "gesture", "body")}
        return values | {"motive_code": code}


class NewTemplateForm(_TemplateFields, _OfHouse):
    """Another template."""


class TemplateForm(_TemplateFields, VersionedForm):
    """A template said better."""


class RetireForm(ActForm):
    """No longer offering it, or again: the button says which."""


class NoteForm(PageForm):
    """Something for colleagues."""

    body = LongText(
        _l("Votre note"),
        id="note-body",
        most=5000,
        ask=_l("Écrivez votre note avant de l’ajouter."),
    )


class NoteCorrectionForm(VersionedForm):
    """The same, better said."""

    body = LongText(_l("Votre note"), most=5000, ask=_l("Écrivez votre note."))

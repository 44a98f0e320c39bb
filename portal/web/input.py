"""One input layer: what reaches a form is clean text, bounded numbers, real dates."""

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from flask import request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from portal.kernel.text import clean, one_line

MOST_KEYS = 300
# Never carried from a page to the next, and no part of what identifies a form.
SECRETS = frozenset({"password", "current_password", "new_password", "new_password_again"})
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_FORM_TYPES = ("application/x-www-form-urlencoded", "")


def is_blank(text: str | None) -> bool:
    """Whether nothing would be seen: only spaces, marks or format signs."""
    return not text or all(unicodedata.category(sign)[0] in "ZCM" for sign in text)


def check_encoding() -> None:
    """Before each request: bytes that are not UTF-8 are refused, never guessed."""
    if "\ufffd" in request.path or "\x00" in request.path:
        raise NotFound
    _strict(request.query_string)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.mimetype not in _FORM_TYPES:
        raise BadRequest
    body = request.get_data(cache=True)
    if body.count(b"&") >= MOST_KEYS:
        raise RequestEntityTooLarge
    _strict(body)


def _strict(raw: bytes) -> None:
    try:
        unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest from None


class Text(StringField):
    """One line of clean text."""

    def __init__(self, label="", *, most: int = 200, needed: bool = True, ask=None, **kwargs):
        kwargs.setdefault("validators", _text_validators(most, needed, ask))
        super().__init__(label, filters=[_if_said(one_line)], **kwargs)


class LongText(TextAreaField):
    """Paragraphs of clean text."""

    def __init__(
        self, label="", *, most: int = 5000, least: int = 0, needed=True, ask=None, **kwargs
    ):
        checks = _text_validators(most, needed, ask)
        if least:
            checks.append(_AtLeast(least, needed))
        super().__init__(label, filters=[_if_said(clean)], validators=checks, **kwargs)


class Whole(IntegerField):
    """A whole number in ASCII digits (spaces between thousands are understood), bounded."""

    widget = widgets.TextInput()

    def __init__(self, label="", *, least=0, most=10**12, needed=True, ask=None, **kwargs):
        super().__init__(label, validators=[_needed(ask) if needed else Optional()], **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist):
        self.data = None
        text = re.sub(r"[\s\u00a0\u202f]", "", valuelist[0]) if valuelist else ""
        if not text:
            return
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            raise ValueError(_l("Écrivez un nombre entier, par exemple 1200."))
        if not self.least <= int(text) <= self.most:
            raise ValueError(
                _l(
                    "Écrivez un nombre entre %(least)s et %(most)s.",
                    least=self.least,
                    most=self.most,
                )
            )
        self.data = int(text)


class Day(DateField):
    """A date between 2000 and 2100, as browsers send it or as people write it."""

    def __init__(self, label="", *, needed=True, ask=None, **kwargs):
        super().__init__(
            label,
            format=["%Y-%m-%d", "%d/%m/%Y"],
            validators=[_needed(ask) if needed else Optional()],
            **kwargs,
        )

    def process_formdata(self, valuelist):
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(_l("Écrivez une date, par exemple 04/12/2026.")) from None
        if self.data and not EARLIEST <= self.data <= LATEST:
            raise ValueError(_l("Écrivez une date entre 2000 et 2100."))


class LastDay(Day):
    """The last day that counts, as people say it; `data` is the day after, as mandates keep it."""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data += timedelta(days=1)

    def _value(self):
        if self.raw_data or self.data is None:
            return super()._value()
        return (self.data - timedelta(days=1)).isoformat()


class _Options(widgets.Select):
    """The library's own select, its options written at once: a page may hold a hundred of them."""

    @classmethod
    def render_option(cls, choice, **kwargs):
        if choice.render_kw or kwargs:
            return super().render_option(choice, **kwargs)
        chosen = Markup(" selected") if choice.selected else ""
        label = str(choice.label or choice.value)
        return _OPTION.format(chosen, choice.value, label)


_OPTION = Markup('<option{} value="{}">{}</option>')


class _Offered:
    """Choices given as pairs (value, label), kept in the form that the library wants."""

    @property
    def choices(self) -> list[SelectChoice] | None:
        return self._choices

    @choices.setter
    def choices(self, offered) -> None:
        # None: the choices of the class, which the library copies when the form is made.
        self._choices = None if offered is None else [_choice(each) for each in offered]

    @property
    def offered(self) -> set[str]:
        """The values that may come back."""
        return {each.value for each in self._choices or ()}


def _choice(each) -> SelectChoice:
    return each if isinstance(each, SelectChoice) else SelectChoice(each[0], each[1])


class _Words:
    """Choices taken from one of our enums, refusing anything else in a sentence."""

    def _offer(self, words: type[StrEnum]) -> dict:
        self.words = words
        return {
            "choices": [SelectChoice(word.value, word.label) for word in words],
            "coerce": lambda value: words(value) if value else None,
        }


class Radio(_Words, _Offered, RadioField):
    """One word among a few, all seen at once."""

    def __init__(self, label="", *, words, needed=True, ask=None, **kwargs):
        checks = [_needed(ask) if needed else Optional()]
        super().__init__(
            label, validators=checks, validate_choice=False, **self._offer(words), **kwargs
        )

    def process_formdata(self, valuelist):
        self.data = _one_word(self, valuelist)


class Select(_Words, _Offered, SelectField):
    """One word among many."""

    widget = _Options()

    def __init__(self, label="", *, words, needed=True, ask=None, **kwargs):
        checks = [_needed(ask) if needed else Optional()]
        offer = self._offer(words)
        offer["choices"] = [SelectChoice("", _l("Choisir…")), *offer["choices"]]
        super().__init__(label, validators=checks, validate_choice=False, **offer, **kwargs)

    def process_formdata(self, valuelist):
        self.data = _one_word(self, valuelist)


class Several(_Words, _Offered, SelectMultipleField):
    """Any number of words, ticked."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, label="", *, words, needed=False, ask=None, **kwargs):
        checks = [_needed(ask)] if needed else []
        super().__init__(
            label, validators=checks, validate_choice=False, **self._offer(words), **kwargs
        )

    def process_formdata(self, valuelist):
        known = {word.value for word in self.words}
        if set(valuelist) - known:
            raise ValueError(_l("Choisissez parmi les réponses proposées."))
        self.data = [self.words(value) for value in dict.fromkeys(valuelist)]


class Pick(_Offered, SelectField):
    """One ref among things read from the database; the page gives `choices`."""

    widget = _Options()

    def __init__(self, label="", *, needed=True, ask=None, **kwargs):
        checks = [_needed(ask) if needed else Optional()]
        super().__init__(label, validators=checks, choices=[], **kwargs)

    def pre_validate(self, form):
        if self.data and self.data not in self.offered:
            raise StopValidation(str(_l("Choisissez parmi les réponses proposées.")))


class PickSeveral(_Offered, SelectMultipleField):
    """Several refs among things read from the database, ticked; the page gives `choices`."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, label="", *, needed=True, ask=None, **kwargs):
        super().__init__(label, validators=[_needed(ask)] if needed else [], choices=[], **kwargs)

    def pre_validate(self, form):
        if set(self.data or []) - self.offered:
            raise StopValidation(str(_l("Choisissez parmi les réponses proposées.")))


class Either(_Offered, RadioField):
    """One answer among a few that are no enum of ours, all seen at once."""

    def __init__(self, label="", *, choices, ask=None, **kwargs):
        given = [_choice(each) for each in choices]
        super().__init__(label, validators=[_needed(ask)], choices=given, **kwargs)

    def pre_validate(self, form):
        if self.data not in self.offered:
            raise StopValidation(str(_l("Choisissez parmi les réponses proposées.")))


class Hidden(HiddenField):
    """A value that the page carries for itself."""


def _one_word(field, valuelist):
    if not valuelist or not valuelist[0]:
        return None
    try:
        return field.words(valuelist[0])
    except ValueError:
        raise ValueError(_l("Choisissez parmi les réponses proposées.")) from None


def _if_said(cleaning):
    """The same cleaning, leaving alone what was not sent: None is not an empty answer."""
    return lambda text: text if text is None else cleaning(text)


def _needed(ask) -> InputRequired:
    return InputRequired(ask or _l("Répondez à cette question pour continuer."))


def _text_validators(most: int, needed: bool, ask) -> list:
    first = [_Seen(ask)] if needed else [Optional()]
    told = _l("Raccourcissez ce texte : %(most)s signes au plus.", most=most)
    return [*first, Length(max=most, message=told)]


class _Seen:
    """Required, and something a person can see."""

    field_flags = {"required": True}

    def __init__(self, ask) -> None:
        self.ask = ask or _l("Répondez à cette question pour continuer.")

    def __call__(self, _form, field: Field) -> None:
        if is_blank(field.data):
            field.errors = []
            raise StopValidation(str(self.ask))


class _AtLeast:
    def __init__(self, least: int, needed: bool) -> None:
        self.least, self.needed = least, needed

    def __call__(self, _form, field: Field) -> None:
        if (field.data or self.needed) and len(field.data or "") < self.least:
            told = _l("Dites-en un peu plus : %(least)s signes au moins.", least=self.least)
            raise StopValidation(str(told))

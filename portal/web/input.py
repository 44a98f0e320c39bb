"""One input layer: what reaches a form is clean text, bounded numbers, real dates."""

import re
import unicodedata
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge
from wtforms import (
    Field,
    FileField,
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
from wtforms.validators import Length, Optional, StopValidation

from portal.kernel.text import clean, one_line
from portal.web.days import (
    EARLIEST as EARLIEST,
    LATEST as LATEST,
    Day as Day,
    LastDay as LastDay,
    asked_for,
)
from portal.web.options import Options

MOST_KEYS = 300
# Never carried from a page to the next, and no part of what identifies a form.
SECRETS = frozenset({"password", "current_password", "new_password", "new_password_again"})
_FORM_TYPES = ("application/x-www-form-urlencoded", "")
_IN_PARTS = "multipart/form-data"
# Bytes taken in for each megabyte that a file may weigh.
_TOLERATED = 2_500_000


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
    if request.mimetype == _IN_PARTS and _takes_files():
        _check_parts()
    elif request.mimetype in _FORM_TYPES:
        _check_body(request.get_data(cache=True))
    else:
        raise BadRequest


def _check_body(body: bytes) -> None:
    if body.count(b"&") >= MOST_KEYS:
        raise RequestEntityTooLarge
    _strict(body)


def _takes_files() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "takes_files", False)


def _check_parts() -> None:
    """A form with a file: what it says obeys the same rules, the file alone may be heavy."""
    size = current_app.extensions["portal.settings"].files_size
    # Beyond the limit of a file, so that what is a little too heavy is told beside the field.
    request.max_content_length = size * _TOLERATED
    if len(request.form) + len(request.files) > MOST_KEYS:
        raise RequestEntityTooLarge
    # Bytes that were not UTF-8 are already replaced: they are seen by what replaced them.
    if any("\ufffd" in text for pair in request.form.items(multi=True) for text in pair):
        raise BadRequest


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
        super().__init__(label, validators=[asked_for(ask) if needed else Optional()], **kwargs)
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
        checks = [asked_for(ask) if needed else Optional()]
        super().__init__(
            label, validators=checks, validate_choice=False, **self._offer(words), **kwargs
        )

    def process_formdata(self, valuelist):
        self.data = _one_word(self, valuelist)


class Select(_Words, _Offered, SelectField):
    """One word among many."""

    widget = Options()

    def __init__(self, label="", *, words, needed=True, ask=None, **kwargs):
        checks = [asked_for(ask) if needed else Optional()]
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
        checks = [asked_for(ask)] if needed else []
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

    widget = Options()

    def __init__(self, label="", *, needed=True, ask=None, **kwargs):
        checks = [asked_for(ask) if needed else Optional()]
        super().__init__(label, validators=checks, choices=[], **kwargs)

    def pre_validate(self, form):
        if self.data and self.data not in self.offered:
            raise StopValidation(str(_l("Choisissez parmi les réponses proposées.")))


class PickSeveral(_Offered, SelectMultipleField):
    """Several refs among things read from the database, ticked; the page gives `choices`."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, label="", *, needed=True, ask=None, **kwargs):
        super().__init__(label, validators=[asked_for(ask)] if needed else [], choices=[], **kwargs)

    def pre_validate(self, form):
        if set(self.data or []) - self.offered:
            raise StopValidation(str(_l("Choisissez parmi les réponses proposées.")))


class Either(_Offered, RadioField):
    """One answer among a few that are no enum of ours, all seen at once."""

    def __init__(self, label="", *, choices, ask=None, **kwargs):
        given = [_choice(each) for each in choices]
        super().__init__(label, validators=[asked_for(ask)], choices=given, **kwargs)

    def pre_validate(self, form):
        if self.data not in self.offered:
            raise StopValidation(str(_l("Choisissez parmi les réponses proposées.")))


class Attachment(FileField):
    """One file; nothing is the empty answer. What it holds is judged by who keeps it."""

    def process_formdata(self, valuelist):
        found = request.files.get(self.name)
        self.data = found if found is not None and found.filename else None

    def content(self) -> bytes:
        """Its bytes, as often as they are asked for."""
        self.data.stream.seek(0)
        return self.data.stream.read()


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

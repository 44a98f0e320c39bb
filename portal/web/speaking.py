"""Saying things in the reader's language, hundreds of times a page: found once a request."""

from collections.abc import Callable

from flask_babel import get_translations
from markupsafe import Markup


def sayer() -> Callable[..., Markup]:
    """The `_` of templates for this request: the same answers as Jinja's own, without its search.

    Sentences of templates are ours, so safe; what is put in their places is escaped.
    """
    translate = get_translations().gettext

    def say(sentence: str, **places: object) -> Markup:
        text = Markup(translate(sentence))  # noqa: S704 - our own sentences
        # As with Jinja's own, a lone « % » is written « %% » in every sentence.
        return text % places if "%" in text else text

    return say

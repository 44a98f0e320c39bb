"""How things are written on the screen: days, moments, numbers, Markdown."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import nh3
from flask import Flask
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    format_time,
    get_locale,
    gettext as _,
)
from flask_babel.speaklater import LazyString
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from portal.kernel.text import NBSP, agreed
from portal.web.context import today

PARIS = ZoneInfo("Europe/Paris")
TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
# A text stands under a heading of the page, of the second level.
_ABOVE, _DEEPEST = 2, 6


def day(value: date | None, form: str = "EEEE d MMMM y") -> Markup:
    """A date in words, with the exact day for machines."""
    if value is None:
        return Markup("")
    value = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day_text(value, form))


def day_told(value: date, form: str = "EEEE d MMMM y") -> LazyString:
    """The same, written only when it is read: a message is in the language of whoever gets it."""
    return LazyString(day_text, value, form)


def day_text(value: date, form: str = "EEEE d MMMM y") -> str:
    """A date in words, for mails and titles; the first of a month is « 1er » in French."""
    return _first(format_date(value, form), value)


def _first(text: str, value: date) -> str:
    if value.day == 1 and get_locale() is not None and get_locale().language == "fr":
        return re.sub(r"\b1 (?=\D)", "1er ", text, count=1)
    return text


def due(value: date, today: date) -> Markup:
    """A date that matters, said twice: « dans 12 jours, le vendredi 4 décembre 2026 »."""
    value = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    return twice(distance((value - today).days), value)


def twice(far: str, value: date) -> Markup:
    """How far a day is, then which day it is."""
    words = escape(_("%(distance)s, le %(day)s", distance="{0}", day="{1}"))
    return words.format(far, day(value))


def distance(days: int) -> str:
    """How far a day is, in words."""
    if days == 0:
        return _("aujourd’hui")
    if days > 0:
        return _("dans %(days)s", days=plural(days, "jour", "jours"))
    return _("depuis %(days)s", days=plural(-days, "jour", "jours"))


def instant(value: datetime | None) -> Markup:
    """A moment in Paris, in words, with the exact instant for machines."""
    if value is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), instant_text(value))


def instant_text(value: datetime) -> str:
    """A moment in Paris, for mails and titles."""
    local = value.astimezone(PARIS)
    text = format_datetime(local, _("d MMMM y 'à' HH'\u00a0h\u00a0'mm"), rebase=False)
    return _first(text, local)


def hour(value: datetime) -> Markup:
    """The time of day in Paris."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), hour_text(value))


def hour_text(value: datetime) -> str:
    """The same, for mails and sentences."""
    return format_time(value.astimezone(PARIS), _("HH'\u00a0h\u00a0'mm"), rebase=False)


def plural(number: float, one: str, many: str) -> str:
    """« 1 bulletin », « 2 bulletins », « 1 200 bulletins »; in French zero is singular."""
    return f"{format_decimal(number)}{NBSP}{agreed(number, one, many)}"


def euros(amount: int | None) -> str:
    """Whole euros, as the language writes them: « 150 000 € », “€150,000”."""
    return "" if amount is None else _("%(amount)s\u00a0€", amount=format_decimal(amount))


def markdown(text: str | None) -> Markup:
    """Markdown through one allow-list; headings begin at the third level, links open plainly."""
    tokens = _MARKDOWN.parse(text or "")
    _fit_headings(tokens)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


def _fit_headings(tokens: list[Token]) -> None:
    """Begin right under the page's heading, and skip no level, whichever the writer began with."""
    opened = [token for token in tokens if token.type == "heading_open"]
    top = min((int(token.tag[1]) for token in opened), default=1)
    last = _ABOVE
    for token in tokens:
        if token.type == "heading_open":
            wanted = _ABOVE + 1 + int(token.tag[1]) - top
            last = min(wanted, last + 1, _DEEPEST)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"


def lines(text: str | None) -> Markup:
    """Plain text with its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in (text or "").split("\n"))


def weight(size: int) -> str:
    """How heavy a file is, from its bytes, to be compared at a glance."""
    if size < 1_000_000:
        return _("%(count)s ko", count=format_decimal(max(1, round(size / 1000))))
    return _("%(count)s Mo", count=format_decimal(round(size / 1_000_000, 1)))


def register(app: Flask) -> None:
    """Offer the filters to templates under their French names."""
    app.jinja_env.filters |= {
        "jour": day,
        "moment": instant,
        "heure": hour,
        "echeance": lambda value: due(value, today()),
        "distance": lambda value: distance((value - today()).days),
        "pluriel": lambda number, one, many: plural(number, one, many),
        "nombre": format_decimal,
        "part": format_percent,
        "euros": euros,
        "poids": weight,
        "markdown": markdown,
        "lignes": lines,
    }

"""Every address of the portal, filled in with things that exist, and odd things to ask of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from wtforms import Form

from portal.db.base import Base
from portal.extensions import db
from portal.web.forms import PageForm
from portal.web.input import Day, LongText, Text, Whole
from tests.support.apps import MONDAY

# The sort of thing that an address speaks of, by its beginning; other arguments by their name.
BY_BEGINNING = {
    "/irritants": "irr",
    "/tri": "irr",
    "/tri/outils/etiquettes": "lab",
    "/tri/outils/modeles": "mod",
    "/tri/vues": "vue",
    "/appels": "cal",
    "/investigations": "inv",
    "/rapports": "rap",
    "/startups": "stu",
    "/incubateurs": "inc",
    "/organisations": "org",
    "/comites": "com",
    "/seances": "sea",
    "/points": "pnt",
    "/decisions": "dec",
    "/moi/messages": "not",
    "/moi/sessions": "ses",
    "/administration/personnes": "per",
    "/administration/incubateurs": "inc",
    "/administration/organisations": "org",
}
BY_NAME = {
    "entry": "ent",
    "comment_ref": "cmt",
    "mask_ref": "msk",
    "file_ref": "fic",
    "former_ref": "dos",
    "note_ref": "nti",
    "question": "que",
    "person": "per",
    "hypothesis_ref": "hyp",
    "solution_ref": "sol",
    "period_ref": "pha",
    "measure_ref": "mes",
    "reading_ref": "val",
    "objective_ref": "obj",
    "entry_ref": "jdb",
    "line_ref": "bud",
    "paper_ref": "cnv",
    "component_ref": "cmp",
    "reuse_ref": "rep",
    "organisation_ref": "org",
    "left_ref": "spo",
    "offer_ref": "ofr",
    "incubator_ref": "inc",
    "stay_ref": "acc",
    "check_ref": "bil",
    "item": "pnt",
    "condition": "res",
    "funding_ref": "fin",
    "person_ref": "per",
    "seat_ref": "man",
    "proxy_ref": "pro",
}
OTHERS = {
    "key": ("A" * 43, "x"),
    "standard": ("stats", "x"),
    "topic": ("data", "x"),
    "role": ("director", "chair\u0131"),
    "step": ("1", "9" * 30),
    "stage": ("vision", "x"),
    "line": ("docs", "standards"),
    "filename": ("portal.css",),
}
UNKNOWN = "00000000"
# Acts after which the session in hand is over.
ENDING = {"people.sign_out", "people.revoke", "administration.deactivate"}
QUERY = (
    *("page", "q", "etat", "qui", "incubateur", "miens", "miennes", "tri", "vue", "geste"),
    *("suite", "dialogue", "phase", "terme", "theme", "mois", "mesure", "irritant", "vierge", "vu"),
    "etape",
)
ODD = (
    "",
    "-1",
    "0",
    "9" * 5000,
    "9999-12",
    "0000-01",
    "x" * 10_000,
    "\x00",
    "\U0001f600 \u202e",
    "'\"><script>",
    "\\",
    "le la les",
    "\u06f3\u00b2",
)


def things(app: Flask) -> dict[str, list[str]]:
    """References of everything there is, by prefix; the last made come first."""
    found: dict[str, list[str]] = defaultdict(list)
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            if "ref" in table.columns and "id" in table.columns:
                query = select(table.c.ref).order_by(table.c.id.desc())
                for ref in db.session().scalars(query):
                    found[ref[:3]].append(ref)
    return found


def paths(app: Flask, rule: Rule, known: dict[str, list[str]], most: int) -> Iterator[str]:
    """Addresses of a rule: with up to `most` things of the right sort, and an unknown one."""
    names = sorted(rule.arguments)
    choices = [_choices(rule, name, known, most) for name in names]
    with app.test_request_context():
        for values in product(*choices):
            built = rule.build(dict(zip(names, values, strict=True)), append_unknown=False)
            if built is not None:
                yield built[1]


def _choices(rule: Rule, name: str, known: dict[str, list[str]], most: int) -> list[str]:
    if name in OTHERS:
        return list(OTHERS[name])
    beginning = max((b for b in BY_BEGINNING if rule.rule.startswith(b)), key=len, default="")
    prefix = BY_NAME.get(name) or BY_BEGINNING[beginning]
    return [*known[prefix][:most], f"{prefix}-{UNKNOWN}"]


def dealt(names: Iterable[str], turn: int) -> dict[str, str]:
    """An odd value for each name, others at each turn."""
    return {name: ODD[(place + turn) % len(ODD)] for place, name in enumerate(sorted(names))}


def every_form(kind: type = PageForm) -> Iterator[type[Form]]:
    """Every form of the portal."""
    for each in kind.__subclasses__():
        yield each
        yield from every_form(each)


def names() -> set[str]:
    """The names under which forms send something."""
    return {name for name, _field in _fields()} | {"suite", "dialogue", "carried"}


def sound() -> dict[str, str]:
    """For each name the largest answer that every form with this name takes for good."""
    found: dict[str, str] = {}
    for name, field in _fields():
        told = _largest(field)
        if told is not None and len(told) <= len(found.get(name, told)):
            found[name] = told
    return found


def _fields() -> Iterator[tuple[str, object]]:
    for form in every_form():
        for attribute in dir(form):
            field = getattr(form, attribute)
            if hasattr(field, "field_class"):
                yield field.kwargs.get("name", attribute), field


def _long(length: int) -> str:
    """One sign of two bytes: more of them would cost more to send than all the rest to answer."""
    return "é" + "x" * (length - 1)


def _largest(field) -> str | None:
    told, kind = field.kwargs, field.field_class
    if issubclass(kind, Text):
        return _long(told.get("most", 200))
    if issubclass(kind, LongText):
        return _long(min(told.get("most", 5000), 600))
    if issubclass(kind, Whole):
        return str(told.get("most", 10**12))
    if issubclass(kind, Day):
        return (MONDAY + timedelta(days=40)).date().isoformat()
    words = told.get("words")
    return next(iter(words)).value if words else None

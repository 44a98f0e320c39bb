"""A startup's sheet, read into a record."""

import re
from datetime import date

from portal.startups.words import THEMES

from . import history
from .bodies import note_body
from .fields import Fields, known, spelling
from .findings import Notes
from .frontmatter import Entry, Sheet
from .records import EventRecord, FastRecord, PhaseRecord, StartupRecord
from .words import ACCESSIBILITY, EVENTS, OLD_PHASES, PHASES, USER_TYPES


def read_startup(
    sheet: Sheet, slug: str, notes: Notes, *, as_of: date | None = None
) -> StartupRecord | None:
    """The record, or None when a required fact is absent or unreadable (said in the notes)."""
    fields = Fields(sheet.header, notes)
    facts = _identity(fields) | _story(fields, as_of) | _labels(fields) | _evidence(fields)
    facts |= {"body": sheet.body, "lines": fields.lines, "extra": fields.rest()}
    note_body(sheet.body, notes)
    return None if notes.refused else StartupRecord(slug=slug, path=notes.path, **facts)


def reference(entry: Entry, notes: Notes) -> str:
    """The slug that `/organisations/<slug>` points at; another shape is noted."""
    slug = re.sub(r"\.(md|html)$", "", entry.raw.strip().rstrip("/").rpartition("/")[2])
    if entry.raw not in (f"/organisations/{slug}",):
        notes.say("odd_reference", entry.line, value=entry.raw[:80], slug=slug)
    return slug


def distinct(texts: list[str]) -> tuple[str, ...]:
    """The texts in order, the repeated ones (whatever case and accents) once."""
    first: dict[str, str] = {}
    for text in filter(None, texts):
        first.setdefault(spelling(text), text)
    return tuple(first.values())


def _identity(fields: Fields) -> dict:
    main = fields.text("incubator", required=True)
    return {
        "title": fields.text("title", required=True),
        "mission": fields.text("mission", required=True),
        "incubator": main,
        "incubators": _incubators(fields, main),
        "sponsors": _sponsors(fields),
        "redirects": tuple(entry.raw for entry in fields.texts("redirect_from")),
    }


def _incubators(fields: Fields, main: str) -> tuple[str, ...]:
    listed = [entry.raw for entry in fields.texts("incubators")]
    if listed and main not in listed:
        fields.notes.say("incubator_not_listed", fields.line_of("incubators"), slug=main)
    return tuple(dict.fromkeys([main, *listed]))


def _sponsors(fields: Fields) -> tuple[str, ...]:
    entries = fields.texts("sponsors")
    if not entries:
        fields.notes.say("no_sponsor", fields.line_of("sponsors"))
    return tuple(dict.fromkeys(reference(entry, fields.notes) for entry in entries))


def _story(fields: Fields, as_of: date | None) -> dict:
    listed = [_phase(one) for one in fields.mappings("phases")]
    phases = history.sequence([phase for phase in listed if phase])
    events = tuple(filter(None, (_event(one) for one in fields.mappings("events"))))
    line = fields.line_of("phases")
    if not listed and not fields.notes.refused:
        fields.notes.say("missing_key", line, key="phases")
    if phases:
        history.note_surprises(phases, fields.notes, line=line)
    if as_of:
        history.note_present(phases, events, fields.notes, as_of=as_of)
    return {"phases": phases, "events": events, "fast": _fast(fields.mapping("fast"))}


def _phase(fields: Fields) -> PhaseRecord | None:
    source, start = fields.text("name", required=True), fields.day("start", required=True)
    name, end = _phase_name(fields, source), fields.day("end")
    if not name or not start:
        return None
    facts = {"comment": fields.text("comment"), "line": fields.line, "extra": fields.rest()}
    return PhaseRecord(name=name, source=source, start=start, end=end, **facts)


def _phase_name(fields: Fields, source: str) -> str | None:
    name = PHASES.get(spelling(source))
    if source and not name:
        fields.notes.say("unknown_phase", fields.line_of("name"), name=source)
    if spelling(source) in OLD_PHASES:
        fields.notes.say("old_phase", fields.line_of("name"), name=source, code=name)
    return name


def _event(fields: Fields) -> EventRecord | None:
    name, on = fields.text("name", required=True), fields.day("date", required=True)
    comment = fields.text("comment")
    if name and name not in EVENTS:
        fields.notes.say("unknown_event", fields.line_of("name"), name=name)
    if not name or not on:
        return None
    return EventRecord(name=name, on=on, comment=comment, line=fields.line, extra=fields.rest())


def _fast(fields: Fields | None) -> FastRecord | None:
    if fields is None:
        return None
    number, amount = fields.number("promotion"), fields.number("montant")
    if number is None:
        if not fields.notes.refused:
            fields.notes.say("missing_key", fields.line, key="promotion")
        return None
    return FastRecord(promotion=number, amount=amount, line=fields.line, extra=fields.rest())


def _labels(fields: Fields) -> dict:
    return {
        "user_types": _listed(fields, "usertypes", USER_TYPES, "free_user_type"),
        "themes": _listed(fields, "thematiques", THEMES, "free_theme"),
        "techno": _techno(fields),
        "accessibility": _accessibility(fields),
    }


def _listed(fields: Fields, key: str, words: tuple[str, ...], code: str) -> tuple[str, ...]:
    found = []
    for entry in fields.texts(key):
        word = known(entry.raw, words)
        if word is None:
            fields.notes.say(code, entry.line, value=entry.raw)
        found.append(word or entry.raw)
    return distinct(found)


def _techno(fields: Fields) -> tuple[str, ...]:
    found: list[str] = []
    for entry in fields.texts("techno"):
        # A bracket may hold commas of its own: leave such a value whole.
        parts = [entry.raw] if "(" in entry.raw else re.split(r"[,;]", entry.raw)
        if len(parts) > 1:
            fields.notes.say("split_list", entry.line, key="techno")
        found += [part.strip() for part in parts]
    return distinct(found)


def _accessibility(fields: Fields) -> str:
    text = fields.text("accessibility_status")
    word = known(text, ACCESSIBILITY) if text else ""
    if word is None:
        line = fields.line_of("accessibility_status")
        fields.notes.say("unknown_accessibility", line, value=text)
    return word or text


def _evidence(fields: Fields) -> dict:
    stats, stats_url = fields.flag("stats"), fields.url("stats_url")
    if stats is False and stats_url:
        fields.notes.say("stats_denied", fields.line_of("stats"))
    if stats is True and not stats_url:
        fields.notes.say("stats_nowhere", fields.line_of("stats"))
    urls = ("link", "repository", "budget_url", "impact_url", "dashlord_url")
    return {key: fields.url(key) for key in urls} | {
        "stats": stats,
        "stats_url": stats_url,
        "risk_analysis": fields.flag("analyse_risques"),
        "risk_analysis_url": fields.url("analyse_risques_url"),
        "secured_service": fields.flag("mon_service_securise"),
    }

"""Organisations, incubators and cohorts, read into records."""

import re

from .fields import Fields, known
from .findings import Notes
from .frontmatter import Sheet
from .records import CohortRecord, IncubatorRecord, OrganisationRecord
from .startups import reference
from .words import ORGANISATION_KINDS


def read_organisation(sheet: Sheet, slug: str, notes: Notes) -> OrganisationRecord | None:
    """The record of an organisation, or None when its name is absent."""
    fields = Fields(sheet.header, notes)
    facts = {
        "name": fields.text("name", required=True),
        "acronym": fields.text("acronym"),
        "kind": _kind(fields),
        "domain": fields.text("domaine_ministeriel"),
        "extra": fields.rest(),
        "body": sheet.body,
    }
    return None if notes.refused else OrganisationRecord(slug=slug, path=notes.path, **facts)


def read_incubator(sheet: Sheet, slug: str, notes: Notes) -> IncubatorRecord | None:
    """The record of an incubator, or None when its title is absent."""
    fields = Fields(sheet.header, notes)
    facts = {key: fields.text(key) for key in ("short_description", "address", "logo")}
    facts |= {key: fields.url(key) for key in ("website", "github")}
    facts |= {"title": fields.text("title", required=True), "owner": _owner(fields)}
    facts |= {
        "highlighted": tuple(entry.raw for entry in fields.texts("highlighted_startups")),
        "redirects": tuple(entry.raw for entry in fields.texts("redirect_from")),
        "is_hidden": fields.flag("hidden") is True,
    }
    facts |= {"lines": fields.lines, "extra": fields.rest(), "body": sheet.body}
    return None if notes.refused else IncubatorRecord(slug=slug, path=notes.path, **facts)


def read_cohort(sheet: Sheet, slug: str, notes: Notes) -> CohortRecord | None:
    """The record of a cohort; its number is that of the file name (`NN-fast`, `NN_fast`)."""
    fields = Fields(sheet.header, notes)
    number, told = _cohort_number(slug), fields.number("promotion")
    if number is None:
        notes.say("cohort_name")
    elif told not in (None, number):
        notes.say("cohort_number", fields.line_of("promotion"), number=told)
    facts = {"title": fields.text("title", required=True), "extra": fields.rest()}
    if number is None or notes.refused:
        return None
    return CohortRecord(slug=slug, path=notes.path, number=number, body=sheet.body, **facts)


def _kind(fields: Fields) -> str:
    text = fields.text("type")
    word = known(text, ORGANISATION_KINDS)
    if text and word is None:
        fields.notes.say("unknown_kind", fields.line_of("type"), value=text)
    return word or text


def _owner(fields: Fields) -> str:
    entries = fields.texts("owner")
    return reference(entries[0], fields.notes) if entries else ""


def _cohort_number(slug: str) -> int | None:
    found = re.fullmatch(r"([0-9]{1,3})[-_]fast", slug)
    return int(found[1]) if found else None

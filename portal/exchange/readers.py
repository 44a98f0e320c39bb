"""Reading the programme's folder: records, and everything there is to say about them. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from flask_babel import gettext as _

from portal.kernel.errors import Refused

from . import folders, frontmatter, houses, references, startups
from .findings import Finding, Notes
from .records import CohortRecord, IncubatorRecord, OrganisationRecord, StartupRecord
from .references import Known
from .words import Level

# (files read, files in all)
Progress = Callable[[int, int], None]
FOLDERS = ("_organisations", "_incubators", "_fasts", "_startups")


class _Record(Protocol):
    slug: str
    path: str


R = TypeVar("R", bound=_Record)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a folder holds; refused sheets are absent, and their reasons in `findings`."""

    organisations: tuple[OrganisationRecord, ...]
    incubators: tuple[IncubatorRecord, ...]
    startups: tuple[StartupRecord, ...]
    cohorts: tuple[CohortRecord, ...]
    findings: tuple[Finding, ...]

    def at(self, level: Level) -> tuple[Finding, ...]:
        """The findings of this level."""
        return tuple(finding for finding in self.findings if finding.level is level)

    @property
    def is_clean(self) -> bool:
        """Whether no sheet was refused."""
        return not self.at(Level.REFUSED)


def read(
    folder: Path | str,
    progress: Progress | None = None,
    *,
    as_of: date | None = None,
    known: Known | None = None,
) -> Batch:
    """Read `folder` (the programme's, or its `content`), writing nothing.

    `as_of` adds what is odd on that day; `known` what may be cited beyond the folder.
    Raises Refused when the folder is not one of the programme.
    """
    content = folders.content_of(Path(folder))
    if content is None:
        raise Refused(_("Ce dossier ne contient ni « _startups » ni « _organisations »."))
    return _Reading(content, progress, as_of).batch(known or Known())


class _Reading:
    def __init__(self, content: Path, progress: Progress | None, as_of: date | None) -> None:
        self._notes: dict[str, Notes] = {}
        self._as_of, self._progress, self._done = as_of, progress, 0
        self._files = {name: self._list(content / name) for name in FOLDERS}

    def batch(self, known: Known) -> Batch:
        organisations = self._records("_organisations", houses.read_organisation)
        incubators = self._records("_incubators", houses.read_incubator)
        cohorts = self._distinct_cohorts(self._records("_fasts", houses.read_cohort))
        read_startup = partial(startups.read_startup, as_of=self._as_of)
        sheets = self._records("_startups", read_startup)
        known = _widen(known, organisations, incubators, sheets, cohorts)
        kept = [references.check_startup(one, known, self._notes[one.path]) for one in sheets]
        for one in incubators:
            references.check_incubator(one, known, self._notes[one.path])
        kept = tuple(filter(None, kept))
        return Batch(organisations, incubators, kept, cohorts, tuple(self._findings()))

    def _list(self, folder: Path) -> list[folders.Source]:
        if folder.is_dir():
            return list(folders.sources(folder))
        self._notes[folder.name] = notes = Notes(folder.name)
        notes.say("no_folder", folder=folder.name)
        return []

    def _records(
        self, name: str, reader: Callable[[frontmatter.Sheet, str, Notes], R | None]
    ) -> tuple[R, ...]:
        seen: dict[str, R] = {}
        for source in self._files[name]:
            record = self._record(source, reader, seen)
            if record:
                seen[source.slug] = record
            self._advance()
        return tuple(seen.values())

    def _record(
        self,
        source: folders.Source,
        reader: Callable[[frontmatter.Sheet, str, Notes], R | None],
        seen: dict[str, R],
    ) -> R | None:
        notes = self._notes[source.notes.path] = source.notes
        text = folders.text_of(source)
        if text is not None and source.slug in seen:
            notes.say("same_slug", other=seen[source.slug].path, slug=source.slug)
        sheet = frontmatter.parse(text, notes) if text is not None else None
        return reader(sheet, source.slug, notes) if sheet else None

    def _distinct_cohorts(self, cohorts: tuple[CohortRecord, ...]) -> tuple[CohortRecord, ...]:
        seen: dict[int, CohortRecord] = {}
        for one in cohorts:
            first = seen.setdefault(one.number, one)
            if first is not one:
                self._notes[one.path].say("same_cohort", other=first.path, number=one.number)
        return tuple(seen.values())

    def _advance(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, sum(map(len, self._files.values())))

    def _findings(self) -> Iterator[Finding]:
        for notes in self._notes.values():
            yield from sorted(notes, key=lambda finding: finding.line)


def _widen(known: Known, organisations, incubators, sheets, cohorts) -> Known:
    return Known(
        organisations={*known.organisations, *(one.slug for one in organisations)},
        incubators={*known.incubators, *(one.slug for one in incubators)},
        startups={*known.startups, *(one.slug for one in sheets)},
        cohorts={*known.cohorts, *(one.number for one in cohorts)},
    )

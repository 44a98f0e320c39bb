"""What the files hold, once read: plain facts in our codes, and no contact of anybody."""

from dataclasses import dataclass, field
from datetime import date

from .words import PHASE_ORDER

Extra = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRecord:
    """A phase or an end, by our code; `source` is the word of the file."""

    name: str
    source: str
    start: date
    end: date | None = None
    comment: str = ""
    line: int = 0
    extra: Extra = field(default_factory=dict)

    @property
    def rank(self) -> int:
        """Its place among phases that begin on the same day."""
        return PHASE_ORDER.index(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """A dated event, by the word of the file."""

    name: str
    on: date
    comment: str = ""
    line: int = 0
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FastRecord:
    """A grant of the acceleration fund: number of the cohort, whole euros (None: not told)."""

    promotion: int
    amount: int | None = None
    line: int = 0
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRecord:
    """An administration, operator or authority; sponsors and owners point at its slug."""

    slug: str
    path: str
    name: str
    acronym: str = ""
    kind: str = ""
    domain: str = ""
    body: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncubatorRecord:
    """An incubator; `owner` is the slug of an organisation, perhaps unknown."""

    slug: str
    path: str
    title: str
    short_description: str = ""
    owner: str = ""
    website: str = ""
    github: str = ""
    address: str = ""
    logo: str = ""
    highlighted: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    is_hidden: bool = False
    body: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRecord:
    """A cohort of the acceleration fund (FAST)."""

    slug: str
    path: str
    number: int
    title: str
    body: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartupRecord:
    """A startup's sheet. `phases` are in order of (start, rank); absent flags are None.

    `incubators` begins with `incubator`; `sponsors` are slugs of organisations, as cited.
    `lines` gives the line of each key of the header.
    """

    slug: str
    path: str
    title: str
    mission: str
    incubator: str
    incubators: tuple[str, ...]
    phases: tuple[PhaseRecord, ...]
    events: tuple[EventRecord, ...] = ()
    sponsors: tuple[str, ...] = ()
    user_types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    techno: tuple[str, ...] = ()
    link: str = ""
    repository: str = ""
    stats: bool | None = None
    stats_url: str = ""
    budget_url: str = ""
    impact_url: str = ""
    dashlord_url: str = ""
    accessibility: str = ""
    risk_analysis: bool | None = None
    risk_analysis_url: str = ""
    secured_service: bool | None = None
    fast: FastRecord | None = None
    redirects: tuple[str, ...] = ()
    body: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)

    @property
    def co_incubators(self) -> tuple[str, ...]:
        """The other incubators of a co-incubation."""
        return self.incubators[1:]

    @property
    def has_open_code(self) -> bool:
        """The programme's rule: a repository is given."""
        return bool(self.repository)

    @property
    def has_stats_page(self) -> bool:
        """The rule of the programme's API: an address, or the flag."""
        return bool(self.stats_url) or self.stats is True

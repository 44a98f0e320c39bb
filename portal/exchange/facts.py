"""What a record becomes in our columns, by kind: plain values, so that two states compare."""

from portal.startups.words import Phase

from .records import (
    CohortRecord,
    EventRecord,
    IncubatorRecord,
    OrganisationRecord,
    PhaseRecord,
    StartupRecord,
)

_SAME = (
    "title mission body link repository stats stats_url budget_url impact_url dashlord_url"
    " accessibility risk_analysis risk_analysis_url secured_service"
)


def of_organisation(record: OrganisationRecord) -> dict[str, object]:
    """The columns of an organisation."""
    return {
        "name": record.name,
        "acronym": record.acronym,
        "kind": record.kind,
        "ministry": record.domain,
        "body": record.body,
        "extra": record.extra,
    }


def of_cohort(record: CohortRecord) -> dict[str, object]:
    """The columns of a cohort."""
    return {
        "number": record.number,
        "title": record.title,
        "body": record.body,
        "extra": record.extra,
    }


def of_incubator(record: IncubatorRecord, organisations: dict[str, str]) -> dict[str, object]:
    """The columns of an incubator; `organisations` gives references by name in the files."""
    told = {key: getattr(record, key) for key in ("github", "address", "logo")}
    told |= {"highlighted": list(record.highlighted), "redirects": list(record.redirects)}
    return {
        "title": record.title,
        "short_description": record.short_description,
        "owner_ref": organisations.get(record.owner),
        "website": record.website,
        "hidden": record.is_hidden,
        "body": record.body,
        "extra": record.extra | {key: value for key, value in told.items() if value},
    }


def of_startup(record: StartupRecord) -> dict[str, object]:
    """The plain columns of a startup; its links and its history go apart."""
    listed = ("user_types", "themes", "techno", "redirects")
    return {
        **{key: getattr(record, key) for key in _SAME.split()},
        **{key: list(getattr(record, key)) for key in listed},
        "fast_number": record.fast.promotion if record.fast else None,
        "fast_amount": record.fast.amount if record.fast else None,
        "extra": record.extra,
    }


def of_phase(record: PhaseRecord) -> dict[str, object]:
    """The columns of a phase."""
    phase = Phase(record.name)
    return {
        "phase": phase,
        "rank": phase.rank,
        "starts_on": record.start,
        "ends_on": record.end,
        "source_word": record.source,
        "comment": record.comment,
        "extra": record.extra,
    }


def of_event(record: EventRecord) -> dict[str, object]:
    """The columns of an event."""
    return {
        "name": record.name,
        "on": record.on,
        "comment": record.comment,
        "extra": record.extra,
    }

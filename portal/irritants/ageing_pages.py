"""For how long what is still open has waited, each count opening its list in the triage."""

from flask import Response, url_for

from portal.extensions import db
from portal.irritants import ageing
from portal.irritants.blueprint import bp
from portal.irritants.narrowing import NONE
from portal.irritants.words import Age, QueueView
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.web.context import actor, today
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/tri/anciennete")
@allow(Act.TRIAGE_VIEW)
def ages() -> Response:
    """What has waited the longest, and where?"""
    session = db.session()
    counts = ageing.by_house(session, actor(), today())
    titles = organisations.incubators_of(session, {ref for ref in counts if ref})
    rows = sorted(counts.items(), key=lambda row: titles[row[0]].title if row[0] else "")
    return page(
        "triage/ages.html",
        rows=[(titles[ref].title if ref else None, ref, each) for ref, each in rows],
        whole=ageing.whole(counts),
        Age=Age,
        opening=opening,
    )


def opening(age: Age, ref: str | None = "") -> str:
    """The address of the list behind a count; `ref` None: without an incubator; empty: any."""
    told = {"vue": QueueView.OPEN.value, "age": age.value}
    if ref != "":
        told["incubateur"] = ref or NONE
    return url_for("irritants.triage", **told)

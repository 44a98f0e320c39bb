"""The promise of an answer, in public: is it kept, by whom, and which irritants make each figure."""

from flask import Response, request, url_for

from portal.extensions import db
from portal.irritants import promise_drawing, reckoning, shown
from portal.irritants.blueprint import bp
from portal.irritants.promise_forms import PromiseFilters
from portal.irritants.reckoning import Share
from portal.irritants.words import Kept
from portal.organisations import queries as organisations
from portal.policy import Act
from portal.settings import queries as settings
from portal.web.context import actor, today
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page


@bp.get("/irritants/promesse")
@allow(Act.IRRITANT_LIST)
def promise() -> Response:
    """Does each incubator answer in time?"""
    session, day = db.session(), today()
    ref = PromiseFilters(request.args).incubator()
    house = organisations.incubator(session, ref) if ref else None
    shares = {} if house else reckoning.by_house(session, day)
    return page(
        "irritants/promise.html",
        house=house,
        share=reckoning.share(session, day, ref) if house else sum(shares.values(), Share()),
        shares=shares,
        houses=organisations.incubators_of(session, {one for one in shares if one}),
        columns=promise_drawing.columns(reckoning.by_month(session, day, ref)),
        days=settings.current(session).answer_days,
        Kept=Kept,
        opening=opening,
    )


@bp.get("/irritants/promesse/liste")
@allow(Act.IRRITANT_LIST)
def promised() -> Response:
    """Which irritants make this figure?"""
    session, day = db.session(), today()
    filters = PromiseFilters(request.args)
    ref, kept = filters.incubator(), filters.chosen()
    share = reckoning.share(session, day, ref)
    pager = paginate(session, reckoning.listed(actor(), kept, day, ref))
    return page(
        "irritants/promised.html",
        house=organisations.incubator(session, ref) if ref else None,
        kept=kept,
        pager=pager,
        unseen=0 if pager.is_capped else share.count(kept) - pager.total,
        tabs=[(_tab(one, share), opening(one, ref), one is kept) for one in Kept],
        shown=shown,
    )


def opening(kept: Kept, ref: str | None) -> str:
    """The address of the list behind a figure."""
    return url_for("irritants.promised", sens=kept.value, incubateur=ref or None)


def _tab(kept: Kept, share: Share) -> str:
    label = str(kept.label)
    return f"{label[:1].upper()}{label[1:]} ({share.count(kept)})"

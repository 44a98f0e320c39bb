"""Pages of objectives, standards and the logbook."""

from datetime import date

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Missing
from portal.people import queries as people
from portal.policy import Act
from portal.startups import logbook, measure_queries, promises, sheet_says, standards
from portal.startups.blueprint import bp
from portal.startups.leaves import may, opened, writable, written
from portal.startups.models import Startup
from portal.startups.promise_forms import LogbookForm, ObjectiveForm, SettleForm, StandardForm
from portal.startups.sheet_words import FAMILY_OF, Kept, Standard
from portal.startups.words import StandardLevel
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.paging import paginate
from portal.web.respond import page

# Objectives


@bp.get("/startups/<ref:ref>/objectifs")
@allow(Act.STARTUP_VIEW)
def objectives(ref: str) -> Response:
    """What was promised, and what was kept?"""
    return _objectives(opened(ref), ObjectiveForm(formdata=None))


@bp.post("/startups/<ref:ref>/objectifs")
@allow(Act.STARTUP_EDIT)
def promise(ref: str) -> Response:
    """Promise something for this half-year or the next."""
    form = _offered(ObjectiveForm.read(), writable(ref, Act.STARTUP_EDIT))

    def verb(session, startup):
        told = form.values()
        chosen = told.pop("measure")
        told["half_year"] = date.fromisoformat(told["half_year"])
        measure = measure_queries.measure(session, startup, chosen) if chosen else None
        promises.promise(session, actor(), startup, measure=measure, **told, now=now())

    goal, said = url_for(".objectives", ref=ref), _("L’objectif est promis.")
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        verb,
        lambda **more: _objectives(opened(ref), form, **more),
        goal=goal,
        said=said,
    )


@bp.get("/startups/<ref:ref>/objectifs/<ref:objective_ref>")
@allow(Act.STARTUP_BUDGET)
def settle_form(ref: str, objective_ref: str) -> Response:
    """Was it kept?"""
    startup = writable(ref, Act.STARTUP_EDIT)
    found = promises.objective(db.session(), startup, objective_ref)
    form = SettleForm(formdata=None, obj=found)
    form.kept.data = None if found.kept is Kept.OPEN else found.kept
    return _settling(startup, found, form)


@bp.post("/startups/<ref:ref>/objectifs/<ref:objective_ref>")
@allow(Act.STARTUP_EDIT)
def settle(ref: str, objective_ref: str) -> Response:
    """Say whether it was kept."""
    form = SettleForm.read()

    def verb(session, startup):
        found = promises.objective(session, startup, objective_ref)
        form.check(found)
        promises.settle(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.STARTUP_EDIT)
        found = promises.objective(db.session(), startup, objective_ref)
        return _settling(startup, found, form, **more)

    goal, said = url_for(".objectives", ref=ref), _("C’est noté.")
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


def _offered(form: ObjectiveForm, startup: Startup) -> ObjectiveForm:
    form.half_year.choices = [
        (first.isoformat(), sheet_says.half_year(first)) for first in promises.half_years(today())
    ]
    known = [one for one in measure_queries.measures(db.session(), startup) if not one.retired_on]
    form.measure.choices = [("", _("Aucune")), *((one.ref, one.name) for one in known)]
    return form


def _objectives(startup: Startup, form: ObjectiveForm, *, status: int = 200, **values) -> Response:
    found = promises.objectives(db.session(), startup)
    may_edit = may(Act.STARTUP_EDIT, startup)
    return page(
        "startups/objectives.html",
        fragment="startups/_objective_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=_offered(form, startup) if may_edit else None,
        half_years=list(dict.fromkeys(one.half_year for one in found)),
        objectives=found,
        say=sheet_says,
        badges=sheet_says.KEPT_BADGES,
        may_edit=may_edit,
        **values,
    )


def _settling(startup: Startup, found, form: SettleForm, *, status: int = 200, **values):
    return page(
        "startups/objective.html",
        fragment="startups/_settle_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        objective=found,
        form=form.offer(),
        say=sheet_says,
        **values,
    )


# Standards


@bp.get("/startups/<ref:ref>/standards")
@allow(Act.STARTUP_VIEW)
def standards_page(ref: str) -> Response:
    """What does this phase ask, and how far is it met?"""
    startup = opened(ref)
    found = standards.states(db.session(), startup)
    return page(
        "startups/standards.html",
        startup=startup,
        states=found,
        phases=list(dict.fromkeys(one.phase for one in found)),
        counts=standards.counts(found),
        families=FAMILY_OF,
        say=sheet_says,
        badges=sheet_says.LEVEL_BADGES,
        may_edit=may(Act.STARTUP_EDIT, startup),
    )


@bp.get("/startups/<ref:ref>/standards/<standard>")
@allow(Act.STARTUP_VIEW)
def standard(ref: str, standard: str) -> Response:
    """What proves it, since when?"""
    return _standard(opened(ref), _word(standard), StandardForm(formdata=None, on=today()))


@bp.post("/startups/<ref:ref>/standards/<standard>")
@allow(Act.STARTUP_EDIT)
def mark_standard(ref: str, standard: str) -> Response:
    """Say how far it is met."""
    word, form = _word(standard), StandardForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: standards.mark(
            session, actor(), startup, word, **form.values(), now=now()
        ),
        lambda **more: _standard(opened(ref), word, form, **more),
        goal=url_for(".standards_page", ref=ref),
        said=_("C’est noté : « %(standard)s ».", standard=word.label),
    )


def _word(code: str) -> Standard:
    try:
        return Standard(code)
    except ValueError:
        raise Missing from None


def _standard(startup: Startup, word: Standard, form, *, status: int = 200, **values) -> Response:
    found = standards.marks(db.session(), startup, word)
    return page(
        "startups/standard.html",
        fragment="startups/_standard_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        standard=word,
        family=FAMILY_OF[word],
        marks=found,
        names=_names({one.by_id for one in found}),
        form=form,
        level=found[0].level if found else StandardLevel.UNMET,
        badges=sheet_says.LEVEL_BADGES,
        may_edit=may(Act.STARTUP_EDIT, startup),
        **values,
    )


# Logbook


@bp.get("/startups/<ref:ref>/journal")
@allow(Act.STARTUP_VIEW)
def logbook_page(ref: str) -> Response:
    """What happened lately?"""
    return _logbook(opened(ref), LogbookForm(formdata=None, on=today()))


@bp.post("/startups/<ref:ref>/journal")
@allow(Act.STARTUP_JOURNAL)
def write_logbook(ref: str) -> Response:
    """Add a line."""
    form = LogbookForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_JOURNAL,
        lambda session, startup: logbook.write(
            session, actor(), startup, **form.values(), now=now()
        ),
        lambda **more: _logbook(opened(ref), form, **more),
        goal=url_for(".logbook_page", ref=ref),
        said=_("C’est écrit au journal de bord."),
    )


@bp.post("/startups/<ref:ref>/journal/<ref:entry_ref>")
@allow(Act.STARTUP_JOURNAL)
def withdraw_entry(ref: str, entry_ref: str) -> Response:
    """Take a line away."""
    return written(
        ActForm.read(),
        ref,
        Act.STARTUP_JOURNAL,
        lambda session, startup: logbook.withdraw(
            session, actor(), startup, logbook.entry(session, startup, entry_ref), now=now()
        ),
        lambda **more: _logbook(opened(ref), LogbookForm(formdata=None, on=today()), **more),
        goal=url_for(".logbook_page", ref=ref),
        said=_("La ligne est retirée."),
    )


def _logbook(startup: Startup, form: LogbookForm, *, status: int = 200, **values) -> Response:
    pager = paginate(db.session(), logbook.entries(actor(), startup))
    return page(
        "startups/logbook.html",
        fragment="startups/_logbook_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        pager=pager,
        names=_names({one.author_id for one in pager.rows}),
        form=form,
        act=ActForm(formdata=None),
        say=sheet_says,
        may_write=may(Act.STARTUP_JOURNAL, startup),
        **values,
    )


def _names(ids: set[int | None]) -> dict[int, str]:
    """Names are for those inside."""
    if not policy.may(actor(), Act.PROGRAMME_VIEW):
        return {}
    found = people.named(db.session(), {one for one in ids if one})
    return {key: one.name for key, one in found.items()}

"""Pages of impact: the matrix, each measure with its series, each correction."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Refused
from portal.people import queries as people
from portal.policy import Act
from portal.startups import measure_queries, measuring, queries, series, sheet_says
from portal.startups.blueprint import bp
from portal.startups.crossing_models import Pivot
from portal.startups.leaves import may, opened, writable, written
from portal.startups.measure_forms import CorrectionForm, MeasureForm, ReadingForm
from portal.startups.measure_models import Measure, Reading
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.forms import ActForm
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/impact")
@allow(Act.STARTUP_VIEW)
def impact(ref: str) -> Response:
    """Is it used, useful, effective? The last figure of each rung."""
    return _impact(opened(ref), MeasureForm(formdata=None))


@bp.post("/startups/<ref:ref>/impact")
@allow(Act.STARTUP_EDIT)
def define_measure(ref: str) -> Response:
    """Follow one more measure."""
    form = MeasureForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: measuring.define(
            session, actor(), startup, **form.values(), now=now()
        ),
        lambda **more: _impact(opened(ref), form, **more),
        goal=url_for(".impact", ref=ref),
        said=_("La mesure est suivie : relevez son premier chiffre."),
    )


@bp.get("/startups/<ref:ref>/impact/<ref:measure_ref>")
@allow(Act.STARTUP_VIEW)
def measure(ref: str, measure_ref: str) -> Response:
    """How does this figure move, and where does it come from?"""
    return _measure(opened(ref), measure_ref, ReadingForm(formdata=None, on=today()))


@bp.post("/startups/<ref:ref>/impact/<ref:measure_ref>")
@allow(Act.FIGURE_RECORD)
def record_figure(ref: str, measure_ref: str) -> Response:
    """Add the figure of a day."""
    form = ReadingForm.read()
    return written(
        form,
        ref,
        Act.FIGURE_RECORD,
        lambda session, startup: measuring.record(
            session,
            actor(),
            startup,
            measure_queries.measure(session, startup, measure_ref),
            **form.values(),
            now=now(),
        ),
        lambda **more: _measure(opened(ref), measure_ref, form, **more),
        goal=url_for(".measure", ref=ref, measure_ref=measure_ref),
        said=_("Le chiffre est relevé."),
    )


@bp.get("/startups/<ref:ref>/impact/<ref:measure_ref>/modifier")
@allow(Act.STARTUP_BUDGET)
def measure_form(ref: str, measure_ref: str) -> Response:
    """How should this measure be told?"""
    startup = writable(ref, Act.STARTUP_EDIT)
    found = measure_queries.measure(db.session(), startup, measure_ref)
    return _changing(startup, found, MeasureForm(formdata=None, obj=found))


@bp.post("/startups/<ref:ref>/impact/<ref:measure_ref>/modifier")
@allow(Act.STARTUP_EDIT)
def change_measure(ref: str, measure_ref: str) -> Response:
    """Say a measure better."""
    form = MeasureForm.read()

    def verb(session, startup):
        found = measure_queries.measure(session, startup, measure_ref)
        form.check(found)
        measuring.change(session, actor(), startup, found, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.STARTUP_EDIT)
        found = measure_queries.measure(db.session(), startup, measure_ref)
        return _changing(startup, found, form, **more)

    goal = url_for(".measure", ref=ref, measure_ref=measure_ref)
    said = _("La mesure est modifiée.")
    return written(form, ref, Act.STARTUP_EDIT, verb, again, goal=goal, said=said)


@bp.post("/startups/<ref:ref>/impact/<ref:measure_ref>/phare")
@allow(Act.STARTUP_EDIT)
def lead(ref: str, measure_ref: str) -> Response:
    """Make it the North Star."""
    return _at_once(ref, measure_ref, measuring.lead, _("C’est la mesure phare."))


@bp.post("/startups/<ref:ref>/impact/<ref:measure_ref>/suivi")
@allow(Act.STARTUP_EDIT)
def retire(ref: str, measure_ref: str) -> Response:
    """Follow it no longer, or again."""
    return _at_once(ref, measure_ref, measuring.retire, _("C’est fait : les chiffres restent."))


@bp.get("/startups/<ref:ref>/impact/<ref:measure_ref>/<ref:reading_ref>")
@allow(Act.STARTUP_BUDGET)
def figure_form(ref: str, measure_ref: str, reading_ref: str) -> Response:
    """What was the right figure, and why was the other wrong?"""
    startup = writable(ref, Act.FIGURE_CORRECT)
    found = measure_queries.measure(db.session(), startup, measure_ref)
    form = CorrectionForm(formdata=None, obj=measure_queries.standing(found, reading_ref))
    form.motive.data = ""
    return _correcting(startup, found, reading_ref, form)


@bp.post("/startups/<ref:ref>/impact/<ref:measure_ref>/<ref:reading_ref>")
@allow(Act.FIGURE_CORRECT)
def correct_figure(ref: str, measure_ref: str, reading_ref: str) -> Response:
    """Replace a figure, both kept."""
    form = CorrectionForm.read()

    def verb(session, startup):
        found = measure_queries.measure(session, startup, measure_ref)
        reading = measure_queries.standing(found, reading_ref)
        if reading.ref != reading_ref:
            raise Refused(_just_corrected(found, reading))
        measuring.correct(session, actor(), startup, reading, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.FIGURE_CORRECT)
        found = measure_queries.measure(db.session(), startup, measure_ref)
        return _correcting(startup, found, reading_ref, form, **more)

    goal = url_for(".measure", ref=ref, measure_ref=measure_ref)
    said = _("Le chiffre est corrigé : l’ancien reste visible.")
    return written(form, ref, Act.FIGURE_CORRECT, verb, again, goal=goal, said=said)


def _just_corrected(found: Measure, reading: Reading) -> str:
    return _(
        "Ce chiffre vient d’être corrigé : %(figure)s. Envoyez de nouveau pour le remplacer.",
        figure=sheet_says.figure(reading.value, found.unit),
    )


def _at_once(ref: str, measure_ref: str, verb, said: str) -> Response:
    form = ActForm.read()
    return written(
        form,
        ref,
        Act.STARTUP_EDIT,
        lambda session, startup: verb(
            session,
            actor(),
            startup,
            measure_queries.measure(session, startup, measure_ref),
            now=now(),
        ),
        lambda **more: _measure(
            opened(ref), measure_ref, ReadingForm(formdata=None, on=today()), act=form, **more
        ),
        goal=url_for(".measure", ref=ref, measure_ref=measure_ref),
        said=said,
    )


def _impact(startup: Startup, form: MeasureForm, *, status: int = 200, **values) -> Response:
    found = measure_queries.measures(db.session(), startup)
    star = next((one for one in found if one.is_north_star), None)
    return page(
        "startups/impact.html",
        fragment="startups/_measure_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        form=form,
        measures=found,
        star=star,
        picture=_picture(star, _turns(startup)) if star else None,
        rungs=measure_queries.by_rung(found),
        say=sheet_says,
        may_edit=may(Act.STARTUP_EDIT, startup),
        **values,
    )


def _measure(
    startup: Startup,
    measure_ref: str,
    form: ReadingForm,
    *,
    status: int = 200,
    act: ActForm | None = None,
    **values,
) -> Response:
    found = measure_queries.measure(db.session(), startup, measure_ref)
    inside = policy.may(actor(), Act.PROGRAMME_VIEW)
    turns = _turns(startup)
    return page(
        "startups/measure.html",
        fragment="startups/_reading_form.html" if request.method == "POST" and not act else None,
        status=status,
        startup=startup,
        measure=found,
        form=form,
        act=act or ActForm(formdata=None),
        picture=_picture(found, turns),
        lines=_lines(found, turns),
        names=_names(found) if inside else {},
        inside=inside,
        say=sheet_says,
        may_record=may(Act.FIGURE_RECORD, startup),
        may_correct=may(Act.FIGURE_CORRECT, startup),
        may_edit=may(Act.STARTUP_EDIT, startup),
        **values,
    )


def _changing(startup: Startup, found: Measure, form, *, status: int = 200, **values) -> Response:
    return page(
        "startups/measure_change.html",
        fragment="startups/_measure_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        measure=found,
        form=form,
        **values,
    )


def _correcting(startup, found: Measure, reading_ref: str, form, *, status=200, **values):
    return page(
        "startups/figure.html",
        fragment="startups/_figure_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        measure=found,
        reading=measure_queries.standing(found, reading_ref),
        form=form,
        say=sheet_says,
        **values,
    )


def _picture(found: Measure, turns: list[Pivot]) -> series.Series | None:
    marks = [(one.on, sheet_says.turn(one)) for one in turns]
    return series.series([(one.on, one.value) for one in found.series], marks)


def _turns(startup: Startup) -> list[Pivot]:
    return queries.pivots(db.session(), startup)


def _lines(found: Measure, turns: list[Pivot]) -> list[Reading | Pivot]:
    """The table, the latest first: figures, and the days on which the startup changed course."""
    told = [((one.on, 0, one.id), one) for one in found.readings]
    told += [((one.on, 1, one.id), one) for one in turns] if found.readings else []
    return [one for _key, one in sorted(told, key=lambda pair: pair[0], reverse=True)]


def _names(found: Measure) -> dict[int, str]:
    ids = {one.by_id for one in found.readings if one.by_id}
    return {key: one.name for key, one in people.named(db.session(), ids).items()}

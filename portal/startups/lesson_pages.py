"""Pages of what was learned from a stop: read, written, previewed, published."""

from datetime import date

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Missing
from portal.policy import Act
from portal.startups import lessons, measure_queries, publishing, sentences, sheet_says
from portal.startups.after_forms import LessonForm
from portal.startups.after_models import Lesson
from portal.startups.after_words import TAUGHT
from portal.startups.blueprint import bp
from portal.startups.leaves import opened, writable, written
from portal.startups.models import Startup
from portal.web.context import actor, now, today
from portal.web.forms import VersionedForm
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/startups/<ref:ref>/lecon")
@allow(Act.STARTUP_VIEW)
def lesson(ref: str) -> Response:
    """What was learned?"""
    startup = opened(ref)
    session, may_write = db.session(), policy.may(actor(), Act.LESSON_WRITE, startup)
    found, may_publish = lessons.published(session, startup), _may_publish(startup)
    draft = lessons.of(session, startup) if may_write or may_publish else None
    return page(
        "startups/lesson.html",
        startup=startup,
        lesson=found,
        draft=draft if draft and not draft.published_at else None,
        due_on=lessons.due_on(startup),
        is_taught=startup.current_phase in TAUGHT,
        may_write=may_write and startup.current_phase in TAUGHT,
        may_publish=may_publish,
        say=sentences,
        day=today(),
        day_of=date.fromisoformat,
    )


@bp.get("/startups/<ref:ref>/lecon/ecrire")
@allow(Act.STARTUP_VIEW)
def lesson_form(ref: str) -> Response:
    """What would you tell whoever would start again?"""
    startup = writable(ref, Act.LESSON_WRITE)
    found = lessons.of(db.session(), startup)
    form = LessonForm(formdata=None, obj=found)
    form.figures.data = [one["ref"] for one in found.figures] if found else []
    return _writing(startup, found, form)


@bp.post("/startups/<ref:ref>/lecon/ecrire")
@allow(Act.LESSON_WRITE)
def write_lesson(ref: str) -> Response:
    """Write it."""
    startup = writable(ref, Act.LESSON_WRITE)
    form = _with_figures(LessonForm.read(), startup)

    def verb(session, startup):
        found = lessons.of(session, startup)
        if found is not None:
            form.check(found)
        lessons.write(session, actor(), startup, **form.values(), now=now())

    def again(**more):
        startup = writable(ref, Act.LESSON_WRITE)
        return _writing(startup, lessons.of(db.session(), startup), form, **more)

    said = _("C’est enregistré. Relisez ce que le public verra.")
    goal = url_for(".lesson_preview", ref=ref)
    return written(form, ref, Act.LESSON_WRITE, verb, again, goal=goal, said=said)


@bp.get("/startups/<ref:ref>/lecon/apercu")
@allow(Act.STARTUP_VIEW)
def lesson_preview(ref: str) -> Response:
    """What will the public read?"""
    return _preview(opened(ref), None)


@bp.post("/startups/<ref:ref>/lecon/publication")
@allow(Act.LESSON_PUBLISH)
def publish_lesson(ref: str) -> Response:
    """Let everybody read it."""
    form = VersionedForm.read()

    def verb(session, startup):
        found = _written(session, startup)
        # What is published is what was read again.
        form.check(found)
        lessons.publish(session, actor(), startup, found, now=now())

    return written(
        form,
        ref,
        # Who publishes is asked by the verb: it depends on who directs today.
        Act.STARTUP_VIEW,
        verb,
        lambda **more: _preview(opened(ref), form, **more),
        goal=url_for(".lesson", ref=ref),
        said=_("C’est publié : chacun peut le lire."),
    )


def _written(session, startup: Startup) -> Lesson:
    found = lessons.of(session, startup)
    if found is None:
        raise Missing
    return found


def _may_publish(startup: Startup) -> bool:
    case = publishing.case(db.session(), startup, today())
    return policy.may(actor(), Act.LESSON_PUBLISH, case)


def _preview(startup: Startup, form: VersionedForm | None, *, status: int = 200, **values):
    may_publish = _may_publish(startup)
    if not may_publish:
        policy.require(actor(), Act.LESSON_WRITE, startup)
    found = _written(db.session(), startup)
    return page(
        "startups/lesson_preview.html",
        status=status,
        startup=startup,
        lesson=found,
        form=form or VersionedForm(formdata=None, obj=found),
        may_publish=may_publish and found.published_at is None,
        may_write=policy.may(actor(), Act.LESSON_WRITE, startup),
        day_of=date.fromisoformat,
        **values,
    )


def _with_figures(form: LessonForm, startup: Startup) -> LessonForm:
    found = [one for one in measure_queries.measures(db.session(), startup) if one.last]
    form.figures.choices = [
        (one.ref, f"{one.name}, {sheet_says.last(one)}, {sheet_says.on(one.last.on)}")
        for one in found
    ]
    return form


def _writing(startup: Startup, found: Lesson | None, form, *, status: int = 200, **values):
    is_published = bool(found and found.published_at)
    # Asked only then: the field says so before anybody is refused.
    form.motive.flags.required = is_published
    return page(
        "startups/lesson_form.html",
        fragment="startups/_lesson_form.html" if request.method == "POST" else None,
        status=status,
        startup=startup,
        is_taught=startup.current_phase in TAUGHT,
        is_published=is_published,
        form=_with_figures(form, startup),
        **values,
    )

"""What a service leaves: its technical file, and what was learned from its end."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from portal.journal import queries as journal
from portal.kernel.errors import Forbidden, Refused
from portal.notices.models import Notice
from portal.people.models import Mandate
from portal.policy import MACHINE, Act
from portal.startups import actions, lessons, measuring, scheduled, tasks, technical
from portal.startups.after_words import TechnicalState, TechnicalTopic
from portal.startups.models import StartupIncubator
from portal.startups.sheet_words import Better
from portal.startups.words import Phase, Rung
from tests.startups.after import STOP, ended, safeguarded
from tests.support.people import actor_of

TOLD = {
    "learned": "Les mairies veulent un seul appel.",
    "why": "Un autre service le fait.",
    "advice": "Commencer par le standard.",
    "aftermath": "Les usagers sont prévenus ; les données sont effacées.",
}


@pytest.fixture
def s(studio_both):
    return studio_both


def written(s, startup, who="team", figures=(), motive="", **changes):
    told = TOLD | changes | {"figures": list(figures), "motive": motive, "now": s.now}
    return lessons.write(s.session, s.actor(who), startup, **told)


def published(s, startup, who="director"):
    found = lessons.of(s.session, startup)
    lessons.publish(s.session, s.actor(who), startup, found, now=s.now)
    return found


def waiting(s, who: str) -> list[str]:
    return [one.verb for one in tasks.waiting(s.session, actor_of(s.people[who]), s.now)]


def about_the_lesson(s, who: str) -> set[str]:
    return {"Écrire", "Relire et publier"} & set(waiting(s, who))


# The technical file


def answered(s, startup, topic, state=TechnicalState.KNOWN, body="Dit.", who="team"):
    told = {"state": state, "body": body, "ends_on": None, "now": s.now}
    return technical.tell(s.session, s.actor(who), startup, topic, **told)


def test_each_topic_has_one_answer_and_the_journal_keeps_the_one_before(s):
    startup = safeguarded(s)
    answered(s, startup, TechnicalTopic.HOSTING, TechnicalState.PARTLY, "Chez un hébergeur.")
    one = answered(s, startup, TechnicalTopic.HOSTING, body="Chez l’État.")

    assert technical.answers(s.session, startup) == {TechnicalTopic.HOSTING: one}
    assert TechnicalTopic.HOSTING not in technical.lacking(s.session, startup)
    latest = journal.of(s.session, one.ref)[0]
    assert (latest.before["body"], latest.after["body"]) == ("Chez un hébergeur.", "Chez l’État.")


@pytest.mark.parametrize("who", ["sponsor", "stranger", "programme"])
def test_only_those_who_carry_it_answer(s, who):
    with pytest.raises(Forbidden):
        answered(s, safeguarded(s), TechnicalTopic.DATA, who=who)


def test_an_answer_says_something(s):
    startup = safeguarded(s)
    for state in TechnicalState:
        with pytest.raises(Refused):
            answered(s, startup, TechnicalTopic.DATA, state, " ")


# The lesson


def test_a_team_writes_with_its_figures_and_the_director_publishes(s):
    startup = s.made()
    told = {"rung": Rung.USED, "unit": "appels", "better": Better.UP, "source": "S", "link": ""}
    who = s.actor("team")
    measure = measuring.define(
        s.session, who, startup, name="Appels", is_satisfaction=False, now=s.now, **told
    )
    said = {"value": Decimal(12), "sample": None, "method": "", "note": "", "now": s.now}
    measuring.record(s.session, who, startup, measure, on=date(2026, 11, 1), **said)
    with pytest.raises(Refused):
        written(s, startup)
    _end(s, startup)
    for who in ("sponsor", "stranger", "programme"):
        with pytest.raises(Forbidden):
            written(s, startup, who)
    made = written(s, startup, figures=[measure.ref, "mes-zzzzzzzz"])

    assert [(one["name"], one["on"]) for one in made.figures] == [("Appels", "2026-11-01")]
    assert lessons.by_decision(s.session, [STOP]) == {}
    with pytest.raises(Forbidden):
        published(s, startup, "team")
    published(s, startup)
    published(s, startup)
    assert lessons.by_decision(s.session, [STOP]) == {STOP: startup.ref}
    acts = [one.act for one in journal.of(s.session, startup.ref)]
    assert acts.count(Act.LESSON_PUBLISH) == 1


def director_left(s):
    """Its mandate ended yesterday; the other incubator still has its director."""
    query = update(Mandate).where(Mandate.person_id == s.people["director"].id)
    s.session.execute(query.values(ends_on=s.today - timedelta(days=1)))
    s.session.expire_all()


def test_the_programme_publishes_what_no_director_is_left_to_publish(s):
    startup = ended(s)
    written(s, startup)
    assert about_the_lesson(s, "programme") == set()
    with pytest.raises(Forbidden):
        published(s, startup, "programme")
    director_left(s)
    assert about_the_lesson(s, "programme") == {"Relire et publier"}
    for who in ("team", "sponsor", "stranger"):
        with pytest.raises(Forbidden):
            published(s, startup, who)
    with pytest.raises(Forbidden):
        written(s, startup, "programme")
    published(s, startup, "programme")
    assert about_the_lesson(s, "programme") == set()
    assert lessons.by_decision(s.session, [STOP]) == {STOP: startup.ref}


def test_a_director_of_another_incubator_that_carries_it_is_enough(s):
    startup = ended(s)
    startup.incubations.append(StartupIncubator(incubator_ref=s.other.ref, position=1))
    written(s, startup)
    director_left(s)
    assert about_the_lesson(s, "programme") == set()
    with pytest.raises(Forbidden):
        published(s, startup, "programme")
    published(s, startup, "stranger")


def test_a_director_whose_account_is_closed_publishes_nothing(s):
    startup = ended(s)
    written(s, startup)
    s.people["director"].deactivated_at = s.now
    s.session.flush()
    assert about_the_lesson(s, "programme") == {"Relire et publier"}
    published(s, startup, "programme")


def test_once_public_the_director_alone_corrects_and_both_texts_are_kept(s):
    startup = ended(s)
    written(s, startup)
    made = published(s, startup)
    with pytest.raises(Refused):
        written(s, startup, why="Autre chose.", motive="Une erreur.")
    with pytest.raises(Refused):
        written(s, startup, "director", why="Autre chose.")
    written(s, startup, "director", why="Autre chose.", motive="Une erreur.")

    latest = journal.of(s.session, made.ref)[0]
    assert (latest.before["why"], latest.after["why"]) == (TOLD["why"], "Autre chose.")
    assert latest.motive == "Une erreur."
    assert lessons.published(s.session, startup).why == "Autre chose."


def test_the_task_goes_from_writing_to_publishing_to_nothing(s):
    startup = ended(s)
    assert about_the_lesson(s, "team") == about_the_lesson(s, "director") == {"Écrire"}
    assert about_the_lesson(s, "stranger") == set()
    written(s, startup)
    assert (about_the_lesson(s, "team"), about_the_lesson(s, "director")) == (
        set(),
        {"Relire et publier"},
    )
    published(s, startup)
    assert about_the_lesson(s, "director") == set()


@pytest.mark.parametrize(
    ("phase", "asked"), [(Phase.STOPPED, True), (Phase.DORMANT, True), (Phase.TRANSFERRED, False)]
)
def test_one_reminder_comes_before_its_day_while_nothing_is_written(s, phase, asked):
    startup = ended(s, phase)
    for days in (44, 45, 45, 59, 60, 61, 200):
        day = s.today + timedelta(days=days)
        scheduled.run(s.session, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))

    count = select(func.count(Notice.id)).where(Notice.kind == "lesson.due")
    assert s.session.scalar(count) == (2 if asked else 0)
    assert (lessons.due_on(startup) is not None) is asked


def test_what_is_written_reminds_nobody_and_an_import_asks_nothing(s):
    startup = ended(s)
    written(s, startup)
    s.imported(phase=Phase.STOPPED, since=s.today - timedelta(days=50))
    day = s.today + timedelta(days=50)
    scheduled.run(s.session, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))

    assert s.session.scalar(select(func.count(Notice.id)).where(Notice.kind == "lesson.due")) == 0


def _end(s, startup) -> None:
    told = {"decision_ref": STOP, "now": s.now}
    actions.end(s.session, MACHINE, startup, Phase.STOPPED, on=s.today, **told)

"""Is one able to write here, and does time pass? Said to whoever watches, and to administrators."""

import logging
import shutil
import subprocess
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.db import migrate, schema
from portal.extensions import db
from portal.health import actions, queries, rules
from portal.health.words import Pulse
from portal.home import rounds
from portal.outbox.models import Mail
from portal.outbox.words import MailState
from portal.policy import Kind, Role
from portal.web.idempotency import KEPT, IdempotencyKey
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.needs import unavailable
from tests.support.people import open_account


def told(app) -> tuple[int, dict]:
    answer = app.test_client().get("/sante/pret")
    return answer.status_code, answer.json


def set_back(app, revision: str = "0000") -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


FINE = {
    "pret": True,
    "base": "bon",
    "schema": "bon",
    "disque": "bon",
    "registre": "bon",
    "horloge": "bon",
    "courriers": "bon",
    "fichiers": "bon",
}


def test_a_portal_whose_round_was_just_made_is_ready(app_both):
    assert told(app_both) == (200, FINE | {"horloge": "retard"})
    with app_both.app_context():
        assert rounds.once().failed == []

    assert told(app_both) == (200, FINE)


def test_a_late_round_is_told_and_takes_nothing_out_of_service(app, clock):
    with writing(app) as session:
        actions.beat(session, MONDAY)
    clock.move_to(MONDAY + rules.LATE)
    assert told(app)[1]["horloge"] == "bon"
    clock.move_to(MONDAY + rules.LATE + timedelta(seconds=1))

    assert told(app) == (200, FINE | {"horloge": "retard"})


def test_a_mail_that_waits_too_long_is_told(app, clock):
    with writing(app) as session:
        session.add(
            Mail(event="e", address="a@b.fr", kind="k", subject="s", body="b",
                 state=MailState.WAITING, next_at=MONDAY, made_at=MONDAY)
        )  # fmt: skip
    assert told(app)[1]["courriers"] == "bon"
    clock.move_to(MONDAY + timedelta(minutes=16))

    assert told(app)[1]["courriers"] == "retard"


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_another_schema_serves_reads_and_refuses_writes(app_both, caplog, revision):
    with writing(app_both) as session:
        open_account(session, "aline@essai.fr")
    set_back(app_both, revision)
    schema._said.clear()
    visitor = Visitor(app_both).get("/irritants")
    assert visitor.status == 200
    with caplog.at_level(logging.ERROR, "portal"):
        for _time in range(3):
            visitor.sign_in("aline@essai.fr")

    assert visitor.status == 503
    assert visitor.sees("Le portail est momentanément indisponible")
    assert [one.told["found"] for one in caplog.records if one.msg == "schema_differs"] == [
        revision
    ]
    status, said = told(app_both)
    assert (status, said["pret"], said["schema"], said["base"]) == (503, False, "panne", "bon")


def test_a_database_without_any_schema_is_not_ready(app_both):
    with app_both.app_context():
        migrate.downgrade(db.engine, "base")
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))

    assert told(app_both)[0] == 503
    with pytest.raises(schema.SchemaDiffers), writing(app_both):
        pass


def test_a_round_on_another_schema_writes_nothing_and_says_it(app):
    set_back(app)
    with app.app_context():
        made = rounds.once()

    assert set(made.failed) >= {"irritants", "startups", "committees", "idempotency"}
    assert "heartbeat" not in made.failed
    assert made.words().startswith("Passage incomplet")


def test_a_database_out_of_reach_is_an_answer(app, tmp_path):
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(tmp_path)
    status, said = told(app)

    assert (status, said["pret"], said["base"], said["disque"]) == (503, False, "panne", "panne")


def test_a_disk_that_refuses_is_not_ready(app, tmp_path_factory):
    """A file system mounted for reading only, since permissions do not stop the superuser."""
    place = tmp_path_factory.mktemp("disque")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "portail", place]).returncode:
        unavailable("un disque à monter en lecture seule")
    try:
        assert queries.disk_pulse(place) is Pulse.ILL
    finally:
        subprocess.run(["umount", place], check=True)


def test_nothing_tells_a_version_or_a_host(app):
    assert set(told(app)[1].values()) <= {True, "bon", "retard", "juste"}


def test_administrators_see_health_first(app):
    with writing(app) as session:
        open_account(session, "admin@essai.fr", Role.ADMINISTRATOR, kind=Kind.ADMINISTRATOR)
    visitor = Visitor(app).sign_in("admin@essai.fr").get("/administration")
    assert visitor.sees("L’horloge est en retard")
    assert visitor.sees("Dernier passage de l’horloge aucun")
    with app.app_context():
        rounds.once()
    visitor.get("/administration")

    assert not visitor.sees("L’horloge est en retard")
    assert visitor.sees("Écritures possibles") and visitor.sees("Disque bon")
    assert visitor.text.index("L’état du portail") < visitor.text.index("Les personnes")


def test_a_round_forgets_the_keys_of_forms_long_closed(app_both, clock):
    def key(name: str, at) -> IdempotencyKey:
        return IdempotencyKey(holder="person-1", endpoint="e", key=name, body_hash="h", at=at)

    with writing(app_both) as session:
        session.add_all(
            [key("vieille-clef", MONDAY), key("jeune-clef", MONDAY + timedelta(days=1))]
        )
    clock.move_to(MONDAY + KEPT + timedelta(seconds=1))
    with app_both.app_context():
        rounds.once()
        kept = list(db.session().scalars(select(IdempotencyKey.key)))

    assert kept == ["jeune-clef"]


def test_a_step_that_fails_prevents_no_other_and_no_heartbeat(app, caplog):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE startup RENAME TO elsewhere"))
    with app.app_context():
        made = rounds.once()

    assert made.failed == ["startups", "handovers", "committees"]
    assert "irritants" in made.done
    assert told(app)[1]["horloge"] == "retard"
    assert [one.told for one in caplog.records if one.msg == "tick_failed"] == [
        {"step": "startups"},
        {"step": "handovers"},
        {"step": "committees"},
    ]

"""Sending one case on one database: the answer, what was kept, what is shown, what was written."""

import socket
import time
import uuid
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.committees import recusal_actions
from portal.db.base import Base
from portal.extensions import db
from portal.files.models import StoredFile
from portal.register import queries as register
from tests.committees.world import email
from tests.files import samples
from tests.hostile import memory
from tests.hostile.cases import Case
from tests.hostile.targets import ASKED, SCREENS, Screen
from tests.permissions.asks import SAID
from tests.permissions.probing import Prober, Request, make
from tests.support.apps import writing
from tests.support.browser import Visitor

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=limite"


@dataclass
class Sent:
    """What came of a case."""

    answer: TestResponse
    stored: Any = None
    before: Any = None
    shown: str = ""
    shown_before: str = ""
    changed: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    bytes_taken: int = 0
    is_sound: bool = True
    answers: list[TestResponse] = field(default_factory=list)
    prober: Prober | None = None

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        return self.answer.get_data(as_text=True)


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
    }


def send(prober: Prober, case: Case) -> Sent:
    """Send this case as its target says, and look around before putting everything back."""
    screen = SCREENS.get(case.target)
    with prober.app.app_context():
        counted = rows(db.session())
        before = screen.stored(db.session(), prober.scene.here) if screen else None
    shown_before = _shown(prober, screen) if screen else ""
    started = time.process_time()
    with memory.peak() as grown:
        answers = _answers(prober, case, screen)
    seconds = time.process_time() - started
    sent = Sent(answers[-1], before=before, seconds=seconds, answers=answers, prober=prober)
    (sent.bytes_taken,) = grown
    sent.shown_before = shown_before
    with prober.app.app_context():
        after = rows(db.session())
        sent.changed = {name: after[name] - counted[name] for name in after}
        sent.changed = {name: gap for name, gap in sent.changed.items() if gap}
        sent.stored = screen.stored(db.session(), prober.scene.here) if screen else None
        sent.is_sound = register.fault(db.session()) is None
    sent.shown = _shown(prober, screen) if screen else sent.text
    return sent


def _shown(prober: Prober, screen: Screen) -> str:
    request = make(prober.app, screen.shows, screen.role, prober.scene.here)
    if screen.shows == "committees.dossier":
        instead = {"instead": "item_waiting"}
        request = make(prober.app, screen.shows, screen.role, prober.scene.here, **instead)
    return prober.send(screen.role, request).get_data(as_text=True)


def _answers(prober: Prober, case: Case, screen: Screen | None) -> list[TestResponse]:
    if screen is not None and case.encoding in ("text", "gen") and case.payload != {}:
        return [_fill(prober, case, screen)]
    if screen is not None and case.encoding == "b64":
        return [_raw(prober, screen, b64decode(case.payload))]
    if case.target in ASKED:
        role, path, name = ASKED[case.target]
        return [prober.send(role, Request("GET", f"{path}?{name}={quote(case.payload)}", {}))]
    return _APART[case.target](prober, case)


def filled(prober: Prober, screen: Screen, text: str) -> Request:
    """The form of a screen, sound but for this answer."""
    request = make(prober.app, screen.endpoint, screen.role, prober.scene.here)
    path = request.path
    if screen.instead:
        refs = prober.scene.here.refs
        args = {name: refs[value] for name, value in screen.instead.items()}
        with prober.app.test_request_context():
            path = prober.app.url_for(screen.endpoint, **args)
    # A message to its author has a least length.
    said = f"{SAID} {text}" if screen.field == "motive" else text
    form = dict(request.form) | {screen.field: said}
    if screen.endpoint == "committees.plan":
        day, _at, hour = text.partition("T")
        form |= {"day": day, "hour": hour}
    if screen.instead:
        form["version"] = refs["bare_period_version"]
    return Request("POST", path, form)


def _fill(prober: Prober, case: Case, screen: Screen) -> TestResponse:
    if case.encoding == "gen" and case.payload["gen"] == "multipart_field":
        return _post(prober, screen, f"a{'b' * case.payload['count']}", "multipart/form-data")
    clock, now = prober.app.extensions["portal.clock"], None
    if case.target == "decision.deadline":
        # So that the nights of the sheet, when the hour changes, are still to come.
        now = clock.now()
        clock.move_to(now.replace(year=2026, month=1, day=12))
    answer = prober.send(screen.role, filled(prober, screen, case.text))
    if now is not None:
        clock.move_to(now)
    return answer


def _client(prober: Prober, role: str):
    client = prober.app.test_client()
    client.set_cookie("portail", prober.scene.cookies[role])
    return client


def _raw(prober: Prober, screen: Screen, said: bytes) -> TestResponse:
    """The body as bytes, with a token and a key."""
    request = make(prober.app, screen.endpoint, screen.role, prober.scene.here)
    keys = f"csrf_token={prober.scene.tokens[screen.role]}&_idem={uuid.uuid4().hex}"
    keys += f"&version={request.form['version']}&brouillon=brouillonneuf00&feuille=feuille0&"
    client = _client(prober, screen.role)
    return client.post(request.path, data=keys.encode() + said, content_type=FORM)


def _post(prober: Prober, screen: Screen, said: str | bytes, kind: str) -> TestResponse:
    request = make(prober.app, screen.endpoint, screen.role, prober.scene.here)
    return _client(prober, screen.role).post(request.path, data=said, content_type=kind)


# Each target that is sent in its own way


def _any_form(prober: Prober, case: Case) -> list[TestResponse]:
    screen, told = SCREENS["irritant.title"], case.payload
    if case.encoding == "gen":
        keys = "&".join(f"k{number}=1" for number in range(told["count"]))
        return [_raw(prober, screen, keys.encode())]
    if "body" in told:
        return [_post(prober, screen, told["body"], told["content_type"])]
    request, client = filled(prober, screen, "Autre titre"), _client(prober, screen.role)
    keys = {"_idem": uuid.uuid4().hex, "csrf_token": prober.scene.tokens[screen.role]}
    path, how = request.path, told.get("csrf")
    if how == "stale_after_login":
        keys["csrf_token"] = prober.scene.tokens["anonymous"]
    if how in ("absent", "in_query_string"):
        token = keys.pop("csrf_token")
        path += f"?csrf_token={token}" if how == "in_query_string" else ""
    form = dict(request.form) | keys
    return [client.post(path, data=form, headers=told.get("headers", {}))]


def _any_path(prober: Prober, case: Case) -> list[TestResponse]:
    path = case.payload
    if case.encoding == "gen":
        path = "/a" * case.payload["count"]
    return [_client(prober, "agent").get(path)]


def _any_header(prober: Prober, case: Case) -> list[TestResponse]:
    told = case.payload
    client = _client(prober, "agent")
    if case.encoding == "gen":
        environ = {f"HTTP_{told['name'].upper()}": "a" * told["count"]}
        return [prober.app.test_client().get("/irritants", environ_overrides=environ)]
    headers = {
        name: value.encode("utf-8").decode("latin-1") for name, value in told["headers"].items()
    }
    if case.method == "GET":
        return [client.get("/irritants", headers=headers)]
    request = filled(prober, SCREENS["irritant.title"], "Autre titre")
    keys = {"_idem": uuid.uuid4().hex, "csrf_token": prober.scene.tokens["agent"]}
    answer = client.post(request.path, data=dict(request.form) | keys, headers=headers)
    return [answer, client.get(answer.headers["Location"], headers=headers)]


def _any_method(prober: Prober, case: Case) -> list[TestResponse]:
    return [_client(prober, "agent").open("/", method=case.method)]


def _any_fragment(prober: Prober, case: Case) -> list[TestResponse]:
    role = "anonymous" if case.payload.get("session") == "anonymous" else "director"
    client = _client(prober, role)
    return [client.get("/tri", headers=case.payload["headers"])]


def _login(prober: Prober, case: Case) -> list[TestResponse]:
    client = _client(prober, "anonymous")
    form = {"email": email("outsider"), "password": "demo"}
    if case.target == "login.username":
        form = {"email": case.payload, "password": "demo"}
        form["csrf_token"] = prober.scene.tokens["anonymous"]
    return [client.post("/connexion", data=form)]


def _logout(prober: Prober, _case: Case) -> list[TestResponse]:
    client = _client(prober, "agent")
    return [client.get("/moi"), client.get("/deconnexion")]


def _fixation(prober: Prober, _case: Case) -> list[TestResponse]:
    visitor = Visitor(prober.app).get("/connexion")
    before = visitor.client.get_cookie("portail").value
    visitor.sign_in(email("outsider")).get("/moi")
    visitor.response.before, visitor.response.after = (
        before,
        visitor.client.get_cookie("portail").value,
    )
    return [visitor.response]


def _ttl(prober: Prober, case: Case) -> list[TestResponse]:
    clock = prober.app.extensions["portal.clock"]
    now = clock.now()
    clock.move_to(datetime.fromisoformat(case.payload))
    visitor = Visitor(prober.app).sign_in(email("outsider")).get("/moi")
    clock.move_to(now)
    return [visitor.response]


def _ballot_at(prober: Prober, case: Case) -> list[TestResponse]:
    path = f"/points/{quote(case.payload)}/bulletin"
    return [prober.send("committee_member", Request("POST", path, {"choice": "go"}))]


def _ballot(prober: Prober, case: Case) -> list[TestResponse]:
    role, here = "committee_member", prober.scene.here
    if case.method == "HEAD":
        request = make(prober.app, "committees.cast_ballot", role, here)
        return [_client(prober, role).head(request.path)]
    told = case.payload
    if isinstance(told, str):
        said = told.replace("choix", "choice").replace("oui", "go").replace("non", "no_go")
        request = make(prober.app, "committees.cast_ballot", role, here)
        keys = f"csrf_token={prober.scene.tokens[role]}&_idem={uuid.uuid4().hex}&{said}"
        return [_client(prober, role).post(request.path, data=keys, content_type=FORM)]
    if "state" in told:
        instead = {"instead": "item_closed"}
        return [
            prober.send(role, make(prober.app, "committees.cast_ballot", role, here, **instead))
        ]
    # At the same instant: tests/committees/test_at_once.py. Here, one after the other.
    request = make(prober.app, "committees.cast_ballot", role, here)
    key = uuid.uuid4().hex
    return [
        _client(prober, role).post(
            request.path,
            data=dict(request.form)
            | {
                "csrf_token": prober.scene.tokens[role],
                "_idem": key if told["same_key"] else uuid.uuid4().hex,
            },
        )
        for _number in range(4)
    ]


def _ballot_page(prober: Prober, _case: Case) -> list[TestResponse]:
    request = make(prober.app, "committees.item", "committee_member", prober.scene.here)
    return [prober.send("committee_member", request)]


def _elsewhere(prober: Prober, case: Case) -> list[TestResponse]:
    request = make(prober.app, "committees.live", "committee_member", prober.scene.there)
    return [
        prober.send("committee_member", request),
        prober.send("committee_member", request, htmx=True),
    ]


def _profile(prober: Prober, _case: Case) -> list[TestResponse]:
    more = {"role": "administrator", "kind": "administrator", "is_admin": "1", "incubator_id": "2"}
    request = make(prober.app, "people.update", "agent", prober.scene.here)
    return [prober.send("agent", Request("POST", request.path, dict(request.form) | more))]


def _submit(prober: Prober, case: Case) -> list[TestResponse]:
    request = make(prober.app, "irritants.begin", "agent", prober.scene.here)
    keys = {"csrf_token": prober.scene.tokens["agent"], "_idem": uuid.uuid4().hex}
    more = {"author_id": "1", "state": "selected", "made_at": "2000-01-01"}
    client, form = _client(prober, "agent"), dict(request.form) | keys | more
    first = client.post(request.path, data=form)
    if isinstance(case.payload, str):
        return [first]
    return [first, client.post(request.path, data=form | {"title": "Un autre texte"})]


def _accept(prober: Prober, _case: Case) -> list[TestResponse]:
    request = make(prober.app, "irritants.triage_accepter", "director", prober.scene.here)
    return [prober.send("director", request), prober.send("director", request)]


def _own_triage(prober: Prober, _case: Case) -> list[TestResponse]:
    how = {"instead": "mine.deposit"}
    return [
        prober.send(
            "director",
            make(prober.app, "irritants.triage_decliner", "director", prober.scene.here, **how),
        )
    ]


def _open_with_two(prober: Prober, _case: Case) -> list[TestResponse]:
    world, refs = prober.scene.here.world, prober.scene.here.refs
    with writing(prober.app) as session:
        for who in ("ann", "bob", "cleo"):
            told = {"has_interest": True, "note": "", "now": world.now}
            item = world.item(session, refs["item_listed"])
            recusal_actions.declare(session, world.actor(session, who), item, **told)
    request = make(prober.app, "committees.open_vote", "committee_chair", prober.scene.here)
    return [prober.send("committee_chair", request)]


def _configure(prober: Prober, _case: Case) -> list[TestResponse]:
    how = {"instead": "committee"}
    request = make(prober.app, "committees.configure", "director", prober.scene.here, **how)
    return [prober.send("director", request)]


def _recuse_late(prober: Prober, _case: Case) -> list[TestResponse]:
    here, role = prober.scene.here, "committee_member"
    cast = prober.send(role, make(prober.app, "committees.cast_ballot", role, here))
    request = make(prober.app, "committees.declare", role, here)
    out = Request("POST", request.path, {"has_interest": "yes"})
    return [cast, prober.send(role, out)]


def _clock_back(prober: Prober, case: Case) -> list[TestResponse]:
    clock = prober.app.extensions["portal.clock"]
    now = clock.now()
    clock.move_to(now + timedelta(seconds=int(case.payload)))
    how = {"instead": "item_closed"}
    role = "committee_member"
    answer = prober.send(
        role, make(prober.app, "committees.cast_ballot", role, prober.scene.here, **how)
    )
    clock.move_to(now)
    return [answer]


def _search(prober: Prober, _case: Case) -> list[TestResponse]:
    hidden = Request("GET", "/recherche?q=Confidentiel", {})
    return [prober.send("agent", hidden), prober.send("anonymous", hidden)]


def _invite(prober: Prober, _case: Case) -> list[TestResponse]:
    return [prober.app.test_client().get("/connexion/nouveau-mot-de-passe?clef=perimee")]


BUILT = {
    "svg_script": samples.SVG,
    "html": samples.HTML,
    "polyglot_gif_js": samples.GIF_AND_SCRIPT,
    "zip_bomb_42kb_to_4gb": samples.bomb(),
    "xxe_in_docx": samples.external_entity(),
    "small_pdf": samples.PDF,
    "exe": samples.EXE,
    "pdf_with_javascript": samples.JAVASCRIPT_PDF,
    "jpeg_with_gps_exif": samples.jpeg(way=6),
    "symlink_in_zip": samples.linked(),
}


def _file(prober: Prober, case: Case) -> list[TestResponse]:
    """The answer to the upload, last; before it the file as it is then served."""
    told, owner = case.payload, prober.scene.here.mine["agent"]["deposit"]
    is_heavy = told["gen"] == "file"
    content = samples.PDF + bytes(told["count"]) if is_heavy else BUILT[told["gen"]]
    name = told.get("filename", f"a.{told.get('ext')}")
    client, path = _client(prober, "agent"), f"/irritants/{owner}/fichiers"
    with patch.object(socket.socket, "connect", autospec=True) as reached:
        answer = client.post(path, data=_parts(prober, name, content), content_type=PARTS)
    answer.reached, answer.sent = reached.call_count, content
    return [*_served(prober, client, owner, answer), answer]


def _parts(prober: Prober, name: str, content: bytes) -> bytes:
    """As a careless program writes it: the name goes as it is, line breaks included."""
    keys = {"csrf_token": prober.scene.tokens["agent"], "_idem": uuid.uuid4().hex}
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"{head.format(key)}\r\n\r\n{value}".encode() for key, value in keys.items()]
    named = f'{head.format("fichier")}; filename="{name}"'
    parts.append(f"{named}\r\nContent-Type: image/png\r\n\r\n".encode() + content)
    return b"".join(b"--limite\r\n" + part + b"\r\n" for part in parts) + b"--limite--\r\n"


def _served(prober: Prober, client, owner: str, answer: TestResponse) -> list[TestResponse]:
    if answer.status_code != 303:
        return []
    with prober.app.app_context():
        query = select(StoredFile.ref).where(StoredFile.owner_ref == owner)
        ref = db.session.scalars(query.order_by(StoredFile.id.desc())).first()
    return [client.get(f"/irritants/{owner}/fichiers/{ref}")]


_APART = {
    "irritant.file": _file,
    "any.form": _any_form,
    "any.path": _any_path,
    "any.header": _any_header,
    "any.method": _any_method,
    "any.fragment": _any_fragment,
    "auth.login": _login,
    "login.username": _login,
    "auth.logout": _logout,
    "session.fixation": _fixation,
    "session.ttl": _ttl,
    "ballot.decision_id": _ballot_at,
    "ballot.cast": _ballot,
    "ballot.page": _ballot_page,
    "object.other_incubator.fragment": _elsewhere,
    "account.self.update": _profile,
    "irritant.submit": _submit,
    "triage.accept": _accept,
    "triage.reject": _own_triage,
    "decision.vote.open": _open_with_two,
    "committee.configure": _configure,
    "decision.recuse.self": _recuse_late,
    "clock.jump": _clock_back,
    "search.internal": _search,
    "invite.accept": _invite,
}

"""Two houses that share nothing, each with one thing in every state that some act needs.

Whoever has a role in the first has none in the second: what is theirs in one is another's in the
other. Everything is made by the real actions, and each person has signed in once.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.calls import actions as calls, entry_queries, queries as of_calls
from portal.calls.words import Part, QuestionKind, Verdict
from portal.committees import (
    actions as committees,
    corrigendum_actions,
    crossings,
    decision_queries,
    dossier_actions,
    dossier_files,
    dossier_queries,
    dossier_reopening,
    feed_actions,
    funding_queries,
    minutes_actions,
    proxy_actions,
    purchase_actions,
    queries as sittings,
    sitting_actions,
)
from portal.committees.words import Direction
from portal.files import actions as files, store
from portal.handovers import leaving, planning, staffing
from portal.handovers.words import Scenario
from portal.investigations import queries as investigations, reporting, trying
from portal.investigations.models import Hypothesis, Investigation
from portal.investigations.words import InvestigationOutcome, InvestigationState
from portal.irritants import (
    actions as irritants,
    commenting,
    labelling,
    merging,
    moderating,
    noting,
    templating,
    viewing,
)
from portal.irritants.desk_words import Shape
from portal.irritants.models import Irritant
from portal.irritants.tie_models import Tie
from portal.irritants.words import Audience, DeclineMotive, ReturnMotive, UserType
from portal.kernel.clock import Clock
from portal.kernel.periods import half_year_of
from portal.kernel.refs import new_ref
from portal.notices.actions import tell
from portal.notices.models import Notice
from portal.organisations.models import Incubator, Organisation
from portal.people import accounts, actions as people
from portal.people.models import Mandate, Person, WebSession
from portal.policy import MACHINE, Kind, Role
from portal.startups import (
    actions as startups,
    backing,
    carrying,
    components,
    grants,
    logbook,
    measuring,
    promises,
    queries as startup_queries,
    spending,
)
from portal.startups.inheriting import hand_over
from portal.startups.models import PhasePeriod, Startup, StartupIncubator, StartupSponsor
from portal.startups.sheet_words import Activity, Better, ComponentKind, PaperKind, Resource
from portal.startups.words import CarryKind, Phase, PhaseSource, Rung
from tests.committees.settling import funded, settle
from tests.committees.world import SEATED, WEEK, World, email, write
from tests.files.joining import put
from tests.permissions import after_a_stop
from tests.support.apps import MONDAY, writing
from tests.support.browser import Visitor
from tests.support.people import SINCE, open_account

# The person of each column of docs/permissions.csv, who has that one role besides being an agent.
WHO = {
    "agent": "outsider",
    "team_member": "team",
    "coach": "coach",
    "sponsor": "sponsor",
    "director": "director",
    "committee_member": "ann",
    "committee_chair": "chair",
    "committee_secretary": "secretary",
    "programme_director": "programme",
    "auditor": "auditor",
    "administrator": "admin",
}
# The day on which everything is asked.
ASKED_AT = datetime(2026, 12, 7, 9, tzinfo=UTC)
MOTIVE = "Une raison que chacun peut lire, dite en une phrase."
REVIEW = date(2027, 5, 3)


@dataclass
class Scope:
    """References of one house's things, by name; `mine` are those of one person there."""

    world: World
    refs: dict[str, str] = field(default_factory=dict)
    mine: dict[str, dict[str, str]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        try:
            return self.refs[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class Scene:
    """Both houses, and the cookie of each role's person of the first."""

    here: Scope
    there: Scope
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def build(app: Flask, clock: Clock) -> Scene:
    """Make both houses and let everybody in; the clock stands on the day of the sitting."""
    app.extensions["portal.clock"] = clock
    scopes = []
    for place in ("essai", "ailleurs"):
        clock.move_to(MONDAY)
        with writing(app) as session:
            scopes.append(_populate(session, settle(session, clock, place=place)))
    scene = Scene(*scopes)
    for role, who in WHO.items():
        _let_in(app, scene, role, email(who))
    visitor = Visitor(app).get("/connexion")
    scene.cookies["anonymous"] = visitor.client.get_cookie("portail").value
    scene.tokens["anonymous"] = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    for scope in scopes:
        for role, who in WHO.items():
            scope.mine[role]["session"] = _session_of(app, scope, who)
    return scene


def _let_in(app: Flask, scene: Scene, role: str, address: str) -> None:
    visitor = Visitor(app).sign_in(address).get("/moi")
    assert visitor.status == 200, address
    scene.cookies[role] = visitor.client.get_cookie("portail").value
    scene.tokens[role] = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]


def _session_of(app: Flask, scope: Scope, who: str) -> str:
    number = scope.world.ids[who]
    with writing(app) as session:
        found = session.scalars(select(WebSession).where(WebSession.person_id == number)).first()
        if found is None:
            found = WebSession(
                ref=new_ref("ses"),
                token_hash=f"{number:064d}",
                person_id=number,
                device="",
                started_at=scope.world.now,
                confirmed_at=scope.world.now,
                expires_at=scope.world.now + timedelta(hours=8),
            )
            session.add(found)
            session.flush()
        return found.ref


def _populate(session: Session, world: World) -> Scope:
    scope = Scope(world)
    _more_people(session, scope)
    scope.refs |= {
        "house": world.house,
        "other": world.other,
        "committee": world.committee_ref,
        "investigation": world.investigation_ref,
        "startup": world.startup_ref,
    }
    _more_startups(session, scope)
    _on_the_sheet(session, scope)
    scope.refs |= after_a_stop.populate(
        session, world, _imported(session, world), _halted(session, world)
    )
    _leaving(session, scope)
    _in_investigation(session, scope)
    _irritants(session, scope)
    _crossing(session, scope)
    _sittings(session, scope)
    for role, who in WHO.items():
        scope.mine[role] = _own(session, scope, role, who)
    _represent(session, scope)
    _comments(session, scope)
    _desk(session, scope)
    _calls(session, scope)
    _feed(session, scope)
    _versions(session, scope)
    return scope


def _more_people(session: Session, scope: Scope) -> None:
    world = scope.world
    more = {
        "admin": (Role.ADMINISTRATOR,),
        "admin2": (Role.ADMINISTRATOR,),
        "faroff": ((Role.OFFICER, world.other),),
        "beyond": ((Role.DIRECTOR, world.other),),
        "programme2": (Role.PROGRAMME,),
        "closed": (),
        "free": (),
    }
    for who, roles in more.items():
        kind = Kind.ADMINISTRATOR if who.startswith("admin") else Kind.AGENT
        address = email(who, world.place)
        world.ids[who] = open_account(session, address, *roles, name=who.title(), kind=kind).id
    session.flush()
    scope.refs["coauthor_person"] = world.person(session, "masked").ref
    names = ("both", "closed", "free", "programme2", "officer", "sponsor", "bob", "cleo", "team")
    for who in names:
        scope.refs[f"{who}_person"] = world.person(session, who).ref
        scope.refs[f"{who}_email"] = email(who, world.place)
    pending = people.create_person(
        session, MACHINE, email=email("pending", world.place), name="Pending", now=MONDAY
    )
    body = Organisation(ref=new_ref("org"), name=f"Organisme {world.place}")
    session.add(body)
    scope.refs |= {"pending_person": pending.ref, "body": body.ref}
    for name, closing in (("empty", {}), ("shut", {"closed_on": SINCE, "closing_motive": MOTIVE})):
        title = f"Incubateur {name} {world.place}"
        session.add(made := Incubator(ref=new_ref("inc"), title=title, **closing))
        scope.refs[name] = made.ref
    told = {"motive": MOTIVE, "now": MONDAY}
    accounts.deactivate(
        session, world.actor(session, "admin"), world.person(session, "closed"), **told
    )
    second = committees.found(
        session,
        world.actor(session, "director"),
        session.scalars(select(Incubator).where(Incubator.ref == world.house)).one(),
        name=f"Second comité {world.place}",
        vote_minutes=20,
        now=MONDAY,
    )
    sitter = open_account(session, email("sitter", world.place))
    seat = people.appoint(
        session, MACHINE, sitter, Role.SEAT, second.ref, now=MONDAY, starts_on=SINCE
    )
    scope.refs |= {"second": second.ref, "second_seat": seat.ref}


def _appoint(session: Session, world: World, who: str, role: Role, ref: str) -> None:
    person = world.person(session, who)
    people.appoint(session, MACHINE, person, role, ref, now=world.now, starts_on=SINCE)


def _startup(session: Session, world: World, title: str) -> str:
    ref = funded(session, world, f"{title} {world.place}")
    _appoint(session, world, "coach", Role.COACH, ref)
    return ref


def _more_startups(session: Session, scope: Scope) -> None:
    world = scope.world
    _appoint(session, world, "coach", Role.COACH, world.startup_ref)
    period = session.scalars(
        select(PhasePeriod).join(Startup).where(Startup.ref == world.startup_ref)
    ).first()
    scope.refs |= {"period": period.ref, "bare": _imported(session, world)}


def _on_the_sheet(session: Session, scope: Scope) -> None:
    """What the team of the startup has measured."""
    world = scope.world
    startup = startup_queries.by_ref(session, world.startup_ref)
    startup.accessibility = "non conforme"
    by_team = (session, world.actor(session, "team"), startup)
    told = {"rung": Rung.USED, "unit": "", "better": Better.UP, "source": "Relevé", "link": ""}
    measure = measuring.define(
        *by_team, name="Venues évitées", is_satisfaction=False, now=world.now, **told
    )
    said = {"value": Decimal(12), "sample": None, "method": "", "note": ""}
    reading = measuring.record(*by_team, measure, on=date(2026, 11, 1), now=world.now, **said)
    said = {"statement": "Dix communes", "baseline": "3", "target": "13", "measure": None}
    half = half_year_of(world.now.date())
    objective = promises.promise(*by_team, half_year=half, now=world.now, **said)
    said = {"on": date(2026, 11, 1), "body": MOTIVE, "is_public": True}
    entry = logbook.write(*by_team, now=world.now, **said)
    said = {"kind": ComponentKind.API, "name": "Calendrier", "purpose": MOTIVE, "link": ""}
    component = components.offer(*by_team, now=world.now, **said)
    said = {"component": "", "name": "Une carte", "link": "", "since": SINCE}
    reuse = components.take(*by_team, now=world.now, **said)
    scope.refs |= {"component": component.ref, "reuse": reuse.ref} | _money(session, scope)
    scope.refs |= {
        "measure": measure.ref,
        "reading": reading.ref,
        "objective": objective.ref,
        "log_entry": entry.ref,
    }


def _leaving(session: Session, scope: Scope) -> None:
    """The plan of an exit, somebody of the host, and a service that left half a year ago."""
    world = scope.world
    startup = startup_queries.by_ref(session, world.startup_ref)
    by_team = (session, world.actor(session, "team"), startup)
    said = dict.fromkeys(("fallback", "host", "contact", "final_on"))
    said |= {"scenario": Scenario.PRODUCT, "contact_role": "", "vision": ""}
    plan = planning.save_plan(*by_team, **said, now=world.now)
    said = {"who": "chargé de produit", "starts_on": SINCE, "ends_on": None, "share": 50}
    stay = staffing.welcome(*by_team, **said, now=world.now)
    gone = _imported(session, world, Phase.TRANSFERRED, date(2026, 6, 1))
    startup = startup_queries.by_ref(session, gone)
    check = leaving.leave(session, startup, on=date(2026, 6, 1))[0]
    scope.refs |= {"plan_version": str(plan.version), "stay": stay.ref}
    scope.refs |= {"gone": gone, "check": check.ref}
    scope.refs["startup_version"] = str(startup_queries.by_ref(session, world.startup_ref).version)


def _money(session: Session, scope: Scope) -> dict[str, str]:
    """What the director keeps: a line of the budget, an agreement; and a startup with a sponsor."""
    world = scope.world
    startup = startup_queries.by_ref(session, world.startup_ref)
    by_director = (session, world.actor(session, "director"), startup)
    said = {"half_year": date(2026, 1, 1), "activity": Activity.BUILD, "resource": Resource.STAFF}
    line = spending.plan(
        *by_director, planned_commitment=10, planned_payment=10, now=world.now, **said
    )
    said = {"parties": MOTIVE, "amount": None, "reinvoiced": None, "link": "", "ends_on": None}
    kind = PaperKind.AGREEMENT
    paper = spending.file(
        *by_director, kind=kind, amends=None, starts_on=SINCE, now=world.now, **said
    )
    startup.sponsorships.append(StartupSponsor(organisation_ref=scope.refs["body"]))
    return {"line": line.ref, "paper": paper.ref} | _backed(session, world)


def _backed(session: Session, world: World) -> dict[str, str]:
    """An organisation added today, one that left today, and one that is nothing yet."""
    startup = startup_queries.by_ref(session, world.startup_ref)
    by_director = (session, world.actor(session, "director"), startup)
    names = (f"{what} de {world.place}" for what in ("Agence", "Bureau", "Conseil"))
    added, gone, free = (Organisation(ref=new_ref("org"), name=name) for name in names)
    session.add_all([added, gone, free])
    session.flush()
    rows = [
        backing.add(*by_director, one, share=None, since=SINCE, now=world.now)
        for one in (added, gone)
    ]
    former = backing.end(
        *by_director, gone.ref, last_on=world.now.date(), motive=MOTIVE, now=world.now
    )
    # A slip is undone the same day.
    rows[0].added_at = former.ended_at = ASKED_AT
    return {"added_body": added.ref, "left_sponsor": former.ref, "free_body": free.ref}


def _imported(
    session: Session,
    world: World,
    phase: Phase = Phase.CONSTRUCTION,
    since: date = date(2026, 9, 1),
) -> str:
    """As an import leaves it: a phase, and no grant."""
    told = {"title": f"Boussole {world.place}", "mission": "Trouver le bon guichet."}
    startup = Startup(ref=new_ref("stu"), made_at=world.now, **told)
    startup.incubations.append(StartupIncubator(incubator_ref=world.house, is_main=True))
    begun = {"starts_on": since, "source": PhaseSource.IMPORT}
    startup.periods.append(PhasePeriod(ref=new_ref("pha"), phase=phase, rank=phase.rank, **begun))
    startups.refresh_phase(startup, world.now.date())
    grants.set_term(startup, world.now.date())
    session.add(startup)
    session.flush()
    for who, role in (("team", Role.TEAM), ("coach", Role.COACH), ("sponsor", Role.SPONSOR)):
        _appoint(session, world, who, role, startup.ref)
    return startup.ref


def _halted(session: Session, world: World) -> str:
    """Stopped by a decision."""
    ref = _imported(session, world)
    told = {"on": world.now.date(), "decision_ref": "dec-0000000h", "now": world.now}
    startups.end(session, MACHINE, startup_queries.by_ref(session, ref), Phase.STOPPED, **told)
    return ref


def _in_investigation(session: Session, scope: Scope) -> None:
    world = scope.world
    _appoint(session, world, "team", Role.TEAM, world.investigation_ref)
    found = investigations.by_ref(session, world.investigation_ref)
    one = session.scalars(select(Hypothesis).where(Hypothesis.investigation_id == found.id)).first()
    scope.refs["hypothesis"] = one.ref
    lead = world.actor(session, "team")
    tried = trying.add_solution(session, lead, found, what=MOTIVE, hypotheses=[], now=world.now)
    scope.refs["solution"] = tried.ref
    scope.refs |= {"ended": _ended(session, scope), "told": _ended(session, scope)}
    scope.refs["sent"] = _sent_to_committee(session, scope)
    told = investigations.by_ref(session, scope.told)
    who = world.actor(session, "director")
    made = reporting.publish(session, who, told, version=0, now=world.now)
    scope.refs["public_report"] = made.ref


def _sent_to_committee(session: Session, scope: Scope) -> str:
    """An investigation under way, which its committee may read about."""
    world = scope.world
    sent = investigations.by_ref(session, _ended(session, scope))
    sent.state, sent.outcome, sent.closed_on = InvestigationState.RUNNING, None, None
    sent.sent_to_committee_ref, sent.sent_at = world.committee_ref, world.now
    for who, role in (("coach", Role.COACH), ("sponsor", Role.SPONSOR)):
        _appoint(session, world, who, role, sent.ref)
    return sent.ref


def _ended(session: Session, scope: Scope) -> str:
    """An investigation which a committee closed, with a report."""
    world = scope.world
    source = investigations.by_ref(session, world.investigation_ref)
    kept = ("title", "question", "incubator_ref", "sponsor_name", "days_tenths", "engaged_on")
    kept += ("understands", "accepts_stop", "protects", "started_on", "planned_end_on", "made_at")
    ended = Investigation(ref=new_ref("inv"), **{name: getattr(source, name) for name in kept})
    ended.state, ended.outcome = InvestigationState.CLOSED, InvestigationOutcome.INCONCLUSIVE
    ended.closed_on, ended.report = world.now.date(), "Ce qui a été appris."
    session.add(ended)
    session.flush()
    _appoint(session, world, "team", Role.TEAM, ended.ref)
    return ended.ref


def _irritant(session: Session, ref: str) -> Irritant:
    return session.scalars(select(Irritant).where(Irritant.ref == ref)).one()


def _versions(session: Session, scope: Scope) -> None:
    """What a form shows of the version it was filled from; the seat and the person of one form."""
    refs, world = scope.refs, scope.world
    session.expire_all()
    period = session.scalars(select(PhasePeriod).where(PhasePeriod.ref == refs["period"])).one()
    one = session.scalars(select(Hypothesis).where(Hypothesis.ref == refs["hypothesis"])).one()
    bare = session.scalars(
        select(PhasePeriod).join(Startup).where(Startup.ref == refs["bare"])
    ).one()
    refs |= {"bare_period": bare.ref, "bare_period_version": str(bare.version)}
    read = {name: _irritant(session, refs[name]) for name in ("fresh", "qualified")}
    refs["merging"] = merging.versions(read["fresh"], read["qualified"])
    versions = {
        "dossier": world.item(session, refs["item_waiting"]).dossier.version,
        "hypothesis_version": one.version,
        "investigation_version": investigations.by_ref(session, refs["investigation"]).version,
        "bare_version": world.startup_by(session, refs["bare"]).version,
        "period_version": period.version,
    }
    refs |= {name: str(version) for name, version in versions.items()}
    held = (
        select(Mandate.ref)
        .join(Person, Mandate.person_id == Person.id)
        .where(Person.ref == refs["bob_person"], Mandate.scope_ref == refs["committee"])
    )
    refs |= {
        "bob_mandate": session.scalars(held).one(),
        "bob_seat": f"{refs['bob_person']}:{Role.SEAT.value}",
        "presence": f"presence-{refs['bob_person']}",
    }
    for own in scope.mine.values():
        back = session.scalars(select(Irritant).where(Irritant.ref == own["returned"])).one()
        draft = session.scalars(select(Irritant).where(Irritant.ref == own["draft"])).one()
        own |= {"version": str(back.version), "draft_version": str(draft.version)}
    for role, who in WHO.items():
        scope.mine[role]["me"] = str(world.person(session, who).version)


def _crossing(session: Session, scope: Scope) -> None:
    """Points that change a course or join another; offers to and from the other incubator."""
    world, refs = scope.world, scope.refs
    for name, direction in (("pivot", Direction.PIVOT), ("merge", Direction.MERGE)):
        ref = _startup(session, world, f"Cap {name}")
        refs[f"item_{name}"] = world.send_startup(session, ref, direction=direction).ref
    joining = world.send_startup(
        session, _startup(session, world, "Partante"), direction=Direction.MERGE
    )
    told = {"receiver": world.startup_ref, "leftover": MOTIVE, "now": world.now}
    crossings.propose_receiver(session, world.actor(session, "team"), joining, **told)
    refs["item_joining"] = joining.ref
    refs |= {"common": _startup(session, world, "Commune"), "given": _imported(session, world)}
    told = {"kind": CarryKind.TOGETHER, "share": MOTIVE, "motive": MOTIVE, "wanted_on": None}
    told |= {"incubator": world.other, "now": world.now}
    director, beyond = world.actor(session, "director"), world.actor(session, "beyond")
    for name in ("common", "startup"):
        startup = startup_queries.by_ref(session, refs[name])
        made = carrying.offer(session, director, startup, **told)
        refs["offer_out"] = made.ref
        if name == "common":
            carrying.accept(session, beyond, made, now=world.now)
    _given(session, scope, told | {"incubator": world.house})


def _given(session: Session, scope: Scope, told: dict) -> None:
    """A startup of the other incubator, offered to this one."""
    world = scope.world
    startup = startup_queries.by_ref(session, scope.refs["given"])
    hand_over(session, startup, world.house, world.other)
    made = carrying.offer(session, world.actor(session, "beyond"), startup, **told)
    scope.refs["offer_in"] = made.ref


# Irritants


def _told(session: Session, world: World, who: str, title: str, **changes):
    """A draft of somebody, told in full."""
    values = {
        "title": f"{title} {world.place}",
        "problem": "Chaque famille envoie la même pièce à trois guichets qui ne se parlent pas.",
        "user_types": [UserType.INDIVIDUAL],
        "audience": Audience.USERS,
        "people_affected": 1200,
        "incubator_ref": world.house,
        "identity_shown": True,
    } | changes
    return irritants.save_draft(
        session,
        world.actor(session, who),
        key=new_ref("key"),
        values=values,
        version=0,
        now=world.now,
    )


def _sent(session: Session, world: World, who: str, title: str, **changes):
    draft = _told(session, world, who, title, **changes)
    return irritants.submit(session, world.actor(session, who), draft, now=world.now)


def _irritants(session: Session, scope: Scope) -> None:
    world, now = scope.world, scope.world.now
    director = world.actor(session, "director")
    fresh = _sent(session, world, "masked", "Tout neuf", identity_shown=False)
    secret = _sent(session, world, "author", "Confidentiel", confidential=True)
    taken = _sent(session, world, "author", "Pris en charge")
    irritants.take(session, director, taken, now=now)
    qualified = _sent(session, world, "author", "Qualifié")
    irritants.qualify(session, director, qualified, now=now)
    kept = _sent(session, world, "author", "Retenu")
    irritants.qualify(session, director, kept, now=now)
    irritants.select(session, director, kept, now=now)
    declined = _sent(session, world, "author", "Décliné")
    told = {"motive_code": DeclineMotive.OUT_OF_SCOPE, "motive": MOTIVE, "review_on": REVIEW}
    irritants.decline(session, director, declined, now=now, **told)
    reviewed = _declined(session, world, "author", "Réexaminé")
    author = world.actor(session, "author")
    irritants.ask_review(session, author, reviewed, reasons=MOTIVE, now=now)
    offered = _sent(session, world, "author", "Offert", incubator_ref=world.other)
    faroff = world.actor(session, "faroff")
    told = {"incubator_ref": world.house, "motive": MOTIVE}
    irritants.redirect(session, faroff, offered, now=now, **told)
    merged = _sent(session, world, "author", "Réuni")
    irritants.merge(session, director, merged, head=qualified, now=now)
    shared = _sent(session, world, "author", "Partagé", incubator_ref=world.other)
    session.add(Tie(first_id=taken.id, second_id=shared.id, percent=90))
    scope.refs |= {
        "merged": merged.ref,
        "shared": shared.ref,
        "fresh": fresh.ref,
        "file": put(session, world.actor(session, "masked"), fresh).ref,
        "secret": secret.ref,
        "taken": taken.ref,
        "qualified": qualified.ref,
        "kept": kept.ref,
        "declined": declined.ref,
        "reviewed": reviewed.ref,
        "offered": offered.ref,
    }


def _invited(session: Session, world: World, who: str) -> str:
    """Somebody else's, which this person is asked to tell too."""
    told = _sent(session, world, "masked", f"Avec {who}")
    masked, person = world.actor(session, "masked"), world.person(session, who)
    irritants.invite(session, masked, told, person, now=world.now)
    return told.ref


def _declined(session: Session, world: World, who: str, title: str):
    """Deposited by this person, declined by the officer."""
    sent = _sent(session, world, who, title)
    told = {"motive_code": DeclineMotive.OTHER, "motive": MOTIVE, "review_on": REVIEW}
    officer = world.actor(session, "officer")
    irritants.decline(session, officer, sent, now=world.now, **told)
    return sent


def _own(session: Session, scope: Scope, role: str, who: str) -> dict[str, str]:
    """What this person alone may touch: a draft, two deposits, a message."""
    world = scope.world
    told = {"title": "Un message", "body": "", "path": "/moi/taches", "now": world.now}
    person = world.person(session, who)
    tell(session, [person], event="scene", kind="role", subject_ref=person.ref, **told)
    query = select(Notice.ref).where(Notice.person_id == person.id, Notice.event == "scene")
    own = {"notice": session.scalars(query).one()}
    if role in ("auditor", "administrator"):
        known = dict.fromkeys(("draft", "deposit", "returned", "declined", "invited"), scope.fresh)
        return own | known | {"file": scope.file, "takeover": scope.takeover}
    back = _sent(session, world, who, f"Rendu de {who}")
    told = {"motive_code": ReturnMotive.INCOMPLETE, "motive": MOTIVE}
    officer = world.actor(session, "officer")
    irritants.ask_completion(session, officer, back, now=world.now, **told)
    sent = _sent(session, world, who, f"Dépôt de {who}")
    asked = world.person(session, "masked")
    irritants.invite(session, world.actor(session, who), sent, asked, now=world.now)
    return own | {
        "takeover": after_a_stop.offered(session, world, scope.rescued, who),
        "invited": _invited(session, world, who),
        "draft": _told(session, world, who, f"Brouillon de {who}").ref,
        "deposit": sent.ref,
        "file": put(session, world.actor(session, who), sent).ref,
        "returned": back.ref,
        "declined": _declined(session, world, who, f"Décliné de {who}").ref,
    }


def _comments(session: Session, scope: Scope) -> None:
    """On the fresh irritant: one to read or mask, one flagged, one masked, and each person's own."""
    world, refs = scope.world, scope.refs
    officer = world.actor(session, "officer")
    on = session.scalars(select(Irritant).where(Irritant.ref == refs["fresh"])).one()

    def say(who: str, body: str):
        told = {"body": f"{body} Ici, chacun refait la même démarche.", "now": world.now}
        return commenting.comment(session, world.actor(session, who), on, **told)

    def mask(one) -> str:
        return moderating.mask(session, officer, one, motive=MOTIVE, now=world.now).ref

    refs["comment"] = say("both", "Un commentaire.").ref
    flagged, masked = say("both", "Un signalé."), say("both", "Un masqué.")
    moderating.flag(session, officer, flagged, reason=MOTIVE, now=world.now)
    refs |= {"flagged": flagged.ref, "masked": masked.ref, "mask": mask(masked)}
    for role, own in scope.mine.items():
        who = "both" if role in ("auditor", "administrator") else WHO[role]
        hidden = say(who, f"Masqué de {role}.")
        own["comment"] = say(who, f"Parole de {role}.").ref
        own |= {"masked": hidden.ref, "mask": mask(hidden)}


def _desk(session: Session, scope: Scope) -> None:
    """A label, a template, and what those who may keep anything have kept."""
    world, refs = scope.world, scope.refs
    director, at = world.actor(session, "director"), {"now": world.now}
    house = {"incubator_ref": world.house}
    told = {"name": "Juridique", "shape": Shape.STAR}
    refs["label"] = labelling.new_label(session, director, **house, **told, **at).ref
    told = {"name": "Un modèle", "gesture": "decliner", "motive_code": "", "body": MOTIVE}
    refs["template"] = templating.write_template(session, director, **house, **told, **at).ref
    on = session.scalars(select(Irritant).where(Irritant.ref == refs["fresh"])).one()
    note = noting.write_note(session, director, on, body=MOTIVE, **at).ref
    told = {"name": "Une vue", "asked": {}, "incubator_ref": None}
    views = {
        role: viewing.keep_view(session, world.actor(session, WHO[role]), **told, **at).ref
        for role in ("director", "programme_director")
    }
    for role, own in scope.mine.items():
        own |= {"note": note, "view": views.get(role, views["director"])}


# Calls


def _calls(session: Session, scope: Scope) -> None:
    """One to open, one open, one to sort, one whose jury listened, one to conclude."""
    world, refs = scope.world, scope.refs
    _call(session, scope, "call_draft", public=False, closes_on=date(2027, 1, 15))
    call = _call(session, scope, "call", closes_on=date(2027, 1, 15))
    refs["question"] = call.asked[0].ref
    refs["entry"] = _entry(session, world, call, "author")
    for role, who in WHO.items():
        stranger = role in ("auditor", "administrator")
        scope.mine[role]["entry"] = refs["entry"] if stranger else _entry(session, world, call, who)
    closed = _call(session, scope, "call_closed")
    refs["closed_entry"] = _entry(session, world, closed, "author")
    _call(session, scope, "call_ready")
    _listened(session, scope, _call(session, scope, "call_listed"))
    for name in ("call", "call_listed"):
        refs[f"{name}_version"] = str(of_calls.by_ref(session, refs[name]).version)


def _call(session: Session, scope: Scope, name: str, *, public: bool = True, **changes):
    """A call of the house, in which everybody whom the sheet names has both parts."""
    world, director = scope.world, scope.world.actor(session, "director")
    told = {"opens_on": date(2026, 11, 23), "closes_on": date(2026, 11, 27)} | changes
    text = calls.Told(title=f"Appel {name} {world.place}", introduction=MOTIVE, **told)
    call = calls.prepare(session, director, incubator_ref=world.house, told=text, now=MONDAY)
    question = {"kind": QuestionKind.SHORT, "label": "Depuis quand ?", "choices": ""}
    calls.ask(session, director, call, required=False, now=MONDAY, **question)
    for who in {who for role, who in WHO.items() if role not in ("auditor", "administrator")}:
        for part in Part:
            person = world.person(session, who)
            calls.appoint(session, director, call, person, part=part, now=MONDAY)
    if public:
        calls.publish(session, director, call, now=MONDAY)
    scope.refs[name] = call.ref
    return call


def _entry(session: Session, world: World, call, who: str) -> str:
    told = _sent(session, world, who, f"Dossier de {who}")
    actor = world.actor(session, who)
    return calls.enter(session, actor, call, told, answers={}, now=MONDAY).ref


def _listened(session: Session, scope: Scope, call) -> None:
    world, now = scope.world, scope.world.now
    director = world.actor(session, "director")
    names = ("heard_entry", "listed_entry", "left_entry")
    refs = {name: _entry(session, world, call, "author") for name in names}
    listed = [refs["heard_entry"], refs["listed_entry"]]
    calls.fix_short_list(session, director, call, listed, now=now)
    heard = entry_queries.by_ref(session, call, refs["heard_entry"])
    opinion = {"verdict": Verdict.KEEP, "marks": {}, "comment": "", "version": 0}
    calls.review(session, world.actor(session, "outsider"), heard, now=now, **opinion)
    scope.refs |= refs


# Sittings


STATES = ("waiting", "planned", "convened", "listed", "open", "voted", "tied", "closed", "decided")


def _sittings(session: Session, scope: Scope) -> None:
    """To convene, to open, under way, closed, one that may close; two more where one votes."""
    world, refs = scope.world, scope.refs
    made = {
        name: _sent_item(session, scope, name)
        for name in (*STATES, "past", "put_off", "sealed", "planned_later")
    }
    elsewhere = ("waiting", "planned", "convened", "open", "voted")
    running = [name for name in STATES if name not in elsewhere]
    agendas = {
        "planning": (3, ["planned", "planned_later"]),
        "convening": (1, ["convened"]),
        "running": (0, running),
        "closing": (-1, ["put_off"]),
        "past_sitting": (-2, ["past"]),
        "sealed_sitting": (-5, ["sealed"]),
        # One vote at a time in a sitting.
        "voting": (-3, ["open"]),
        "counting": (-4, ["voted"]),
    }
    for name, (hours, points) in agendas.items():
        refs[name] = world.plan(session, WEEK + timedelta(hours=hours, days=9 * (hours > 1))).ref
        world.take_up(session, *(made[point] for point in points))
        if name != "planning":
            world.convene(session)
    _propose(session, world, made["decided"])
    refs |= _leave_dossier(session, world, made["open"])
    refs["dossier_moved"] = _join_dossier(session, world, made["waiting"])
    world.at(WEEK)
    _hold(session, scope, "past_sitting", made)
    world.counted(session, made["past"], "ggggg")
    world.at(WEEK)
    world.proclaim(session, made["past"])
    secretary = world.actor(session, "secretary")
    sitting_actions.close_sitting(session, secretary, world.sitting(session), now=world.now)
    _seal(session, scope, made)
    _hold(session, scope, "closing", made)
    world.defer(session, made["put_off"])
    for name in ("voting", "counting", "running"):
        _hold(session, scope, name, made)
    _vote(session, scope, made)
    sitting = sittings.sitting_by_ref(session, refs["past_sitting"])
    facts = minutes_actions.facts(session, sitting, world.now)
    refs["seen"] = minutes_actions.fingerprint(facts, "")
    refs |= {f"item_{name}": item.ref for name, item in made.items()}


def _represent(session: Session, scope: Scope) -> None:
    """Proxies that the chair and a member gave in the sitting under way."""
    world = scope.world
    found = sittings.sitting_by_ref(session, scope.refs["running"])
    made = {}
    for giver, holder in (("ann", "bob"), ("chair", "cleo")):
        pair = (world.person(session, giver), world.person(session, holder))
        told = {"paper": "", "now": world.now}
        who = world.actor(session, giver)
        made[giver] = proxy_actions.give(session, who, found, *pair, **told).ref
    for role, who in WHO.items():
        scope.mine[role]["proxy"] = made.get(who, made["ann"])


def _join_dossier(session: Session, world: World, item) -> str:
    """A small file of a dossier that is still written."""
    received = files.judged("releve.txt", b"Trois mots.", most=1000)
    team, kept = world.actor(session, "team"), store.ours()
    dossier_files.attach(session, team, item, received, store=kept, now=world.now)
    return dossier_queries.files_of(session, item)[0].ref


def _leave_dossier(session: Session, world: World, item) -> dict[str, str]:
    """A dossier frozen then reopened, and its file, which the text of now has too."""
    refs = {"former_file": _join_dossier(session, world, item)}
    dossier_actions.freeze(session, item, world.now)
    dossier_reopening.release(session, item, world.now)
    [former] = dossier_queries.formers(session, item)
    [file] = dossier_queries.files_of(session, item)
    return refs | {"former": former.ref, "dossier_file": file.ref}


def _feed(session: Session, scope: Scope) -> None:
    """The calendar of a member, behind its secret address."""
    ann = scope.world.actor(session, "ann")
    scope.refs["feed_key"] = feed_actions.make(session, ann, now=scope.world.now)


def _seal(session: Session, scope: Scope, made: dict) -> None:
    """A sitting whose minutes are sealed, with a correction that waits for the secretary."""
    world, refs = scope.world, scope.refs
    world.at(WEEK)
    _hold(session, scope, "sealed_sitting", made)
    world.defer(session, made["sealed"])
    chair, keeper = world.actor(session, "chair"), world.actor(session, "secretary")
    told = {"now": world.now}
    sitting_actions.close_sitting(session, keeper, world.sitting(session), **told)
    for who in (keeper, chair):
        minutes_actions.sign(session, who, world.sitting(session), **told)
    words = {"body": MOTIVE, "motive": MOTIVE, "version": 0}
    one = corrigendum_actions.write(session, chair, world.sitting(session), **words, **told)
    refs |= {"correction_seen": one.sha256, "correction_version": str(one.version)}


def _sent_item(session: Session, scope: Scope, name: str):
    world = scope.world
    ref = _startup(session, world, f"Service {name}")
    scope.refs[f"startup_{name}"] = ref
    item = world.send_startup(session, ref)
    write(session, world, item)
    return item


def _propose(session: Session, world: World, item) -> None:
    told = {"what": "Un rapport.", "due_on": date(2027, 3, 1), "proof": "Le rapport."}
    dossier_actions.propose_condition(
        session,
        world.actor(session, "secretary"),
        world.item(session, item.ref),
        # Somebody outside the roles asked: what the team may do is by its role alone.
        owner=world.person(session, "both"),
        today=world.now.date(),
        now=world.now,
        **told,
    )


def _hold(session: Session, scope: Scope, name: str, made: dict) -> None:
    scope.world.sitting_ref = scope.refs[name]
    scope.world.begin(session, *SEATED)


def _vote(session: Session, scope: Scope, made: dict) -> None:
    world = scope.world
    for name, letters in {"tied": ".gna", "closed": "ggggg", "decided": "ggggg"}.items():
        world.at(WEEK)
        world.counted(session, made[name], letters)
    world.at(WEEK + timedelta(minutes=30))
    _lines(session, scope, made)
    world.open_vote(session, made["open"])
    world.open_vote(session, made["voted"])
    world.vote(session, made["voted"], "ggggg")
    decision = decision_queries.decision_of(session, made["decided"])
    scope.refs |= {
        "decision": decision.ref,
        "condition": decision_queries.proposed_conditions(session, made["decided"])[0].ref,
    }


def _lines(session: Session, scope: Scope, made: dict) -> None:
    """A decision whose sponsor is known, and another whose sponsor is not, told to purchasing."""
    world, refs = scope.world, scope.refs
    startup = world.startup_by(session, refs["startup_decided"])
    startup.sponsorships.append(StartupSponsor(organisation_ref=refs["body"]))
    session.flush()
    decided = world.proclaim(session, made["decided"])
    unnamed = decision_queries.decision_of(session, made["past"])
    director = world.actor(session, "director")
    purchase_actions.mark(session, director, unnamed.ref, sent_to="Achats", now=world.now)
    refs["funding_line"] = funding_queries.lines_of(session, decided.ref)[0].ref
    refs["decision_unnamed"] = unnamed.ref


def end_every_mandate(session: Session, today: date) -> None:
    """Withdraw every role, and close the exclusive accounts: what each may do is an agent's."""
    for one in session.scalars(select(Mandate)):
        one.ends_on = max(one.starts_on, today)
    for person in session.scalars(select(Person).where(Person.kind != Kind.AGENT)):
        person.deactivated_at = person.deactivated_at or MONDAY

"""What to ask of each address: whose thing, and an answer that would be taken.

One line for each endpoint of the URL map; a test fails if one lacks. `ref` and the other arguments
are names of `scene.Scope`; `mine.draft` is the draft of whoever asks. Values that begin with `@`
are names too, within the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.policy import Act

SAID = "Une réponse de deux phrases, assez longue pour être prise. Elle ne dit rien de plus."
REVIEW = "2027-05-03"
SOON = "2027-03-01"
TODAY = "2026-12-07"
DOSSIER = {
    "version": "@dossier",
    "request": "Poursuivre six mois.",
    "direction": "continue",
    "months": "6",
    "amount": "1000",
    "provisional_months": "1",
    "provisional_amount": "100",
}


@dataclass(frozen=True)
class Ask:
    """How an address is asked. `act` when the page asks for more than its address says."""

    args: Mapping[str, str] = field(default_factory=dict)
    # A pair is a file: its name, and what it holds.
    form: Mapping[str, str | list[str] | tuple[str, bytes]] = field(default_factory=dict)
    act: Act | None = None
    query: str = ""
    # What is asked of a thing that is there for anybody: there is no other scope to try.
    everywhere: bool = False
    # Beside success, what an allowed person may be answered: a link that has served, say.
    fine: tuple[int, ...] = ()


def on(ref: str, form: Mapping | None = None, **more) -> Ask:
    """Ask about one thing."""
    known = {
        name: more.pop(name) for name in ("act", "query", "everywhere", "fine") if name in more
    }
    return Ask({"ref": ref} | more, form or {}, **known)


def gesture(ref: str, **form: str) -> Ask:
    """A gesture of the triage, sent."""
    return on(ref, {"suite": "envoyer"} | form)


STEP = {"version": "1", "brouillon": "brouillonneuf00", "feuille": "feuille0"}
TOLD = {
    "title": "Le même justificatif est demandé trois fois",
    "user_types": ["particulier"],
    "audience": "users",
    "problem": SAID,
    "people_affected": "1200",
}
STAY = {"who": "chargé de produit", "starts_on": TODAY, "share": "50"}
HOUSE = {
    "title": "Comprendre le guichet",
    "question": SAID,
    "sponsor": "Dominique Essai",
    "engagement": ["understands", "accepts_stop", "protects"],
    "intrapreneur": "@free_email",
    "days_per_week": "20",
    "planned_end_on": "2027-02-08",
    "irritants": ["@kept"],
}
MARKS = dict.fromkeys(
    (
        "problem",
        "intrapreneur",
        "strategy",
        "sponsorship",
        "feasibility",
        "completeness",
        "relevance",
    ),
    "7",
)
CALL = {"title": "Mieux accueillir", "opens_on": "2026-11-23", "closes_on": "2027-01-15"}
NEW_PASSWORD = "un mot de passe bien assez long"
PACES = dict.fromkeys(("mine", "triage", "work", "committees", "account"), "daily") | {
    "version": "0"
}
SETTINGS = {
    "answer_days": "20",
    "digest_hour": "9",
    "reminder_days": "60, 30, 7",
    "vote_minutes": "20",
    "notice_days": "7",
    "safeguard_months": "6",
    "transfer_days": "20",
    "freeze_days": "5",
    "window_days": "90",
    "motive": SAID,
    "version": "0",
}
TEMPLATE = {"name": "Un modèle neuf", "gesture": "decliner", "motive_code": "", "body": SAID}
MEASURE = {
    "name": "Rendez-vous tenus",
    "rung": "used",
    "unit": "rendez-vous",
    "better": "up",
    "nature": "per_month",
    "source": "Relevé du standard",
}
PROMISE = {
    "half_year": "2026-07-01",
    "statement": "Dix communes de plus",
    "baseline": "3",
    "target": "13",
}
AMOUNTS = {"planned_commitment": "100", "planned_payment": "80", "real_payment": "60"}
LINE = AMOUNTS | {"half_year": "2026-07-01", "activity": "run", "resource": "hosting"}
PAPER = {"parties": SAID, "starts_on": "2026-09-01", "ends_on": SOON}
FIGURE = {"on": "2026-11-02", "value": "12"}
ENDS = {"ends_on": "2026-12-31", "motive": SAID}
TAKEOVER = {
    "organisation": "@body",
    "amount": "1000",
    "carrier": "Un service",
    "message": SAID,
    "holds_until": SOON,
}
LESSON = dict.fromkeys(("learned", "why", "advice", "aftermath"), SAID) | {"version": "1"}

ASKS: dict[str, Ask] = {
    # Open to all
    "home.show": Ask(),
    "home.search": Ask(query="q=guichet"),
    "home.accessibility": Ask(),
    "home.legal_notice": Ask(),
    "home.personal_data": Ask(),
    "health.show": Ask(),
    "health.ready": Ask(),
    "home.tasks": Ask(),
    "register.show": Ask(),
    "register.check": Ask(query="q=" + "a" * 64),
    "organisations.show": on("body"),
    # People
    "people.sign_in": Ask(),
    "people.enter": Ask(form={"email": "outsider@essai.gouv.example", "password": "demo"}),
    "people.confirm": Ask(),
    "people.confirmed": Ask(form={"password": "demo"}),
    "people.sign_out": Ask(),
    "people.show": Ask(),
    "people.revoke": on("mine.session"),
    "people.revoke_others": Ask(),
    "people.choose_language": Ask(form={"language": "en", "suite": "/"}),
    "people.profile_form": Ask(),
    "people.update": Ask(
        form={"name": "Dominique", "unit": "Service", "language": "fr", "version": "@mine.me"}
    ),
    "people.password_form": Ask(),
    "people.change_password": Ask(
        form={
            "current_password": "demo",
            "new_password": NEW_PASSWORD,
            "new_password_again": NEW_PASSWORD,
        }
    ),
    "people.forgotten": Ask(),
    "people.ask_reset": Ask(form={"email": "outsider@essai.gouv.example"}),
    "people.reset_sent": Ask(),
    # Without a link there is nothing to choose: the page says so to anybody.
    "people.new_password": Ask(query="clef=inconnue", fine=(410,)),
    "people.choose_password": Ask(
        form={
            "clef": "inconnue",
            "new_password": NEW_PASSWORD,
            "new_password_again": NEW_PASSWORD,
        },
        fine=(410,),
    ),
    "notices.preferences": Ask(),
    "notices.choose": Ask(form=PACES),
    # Without a link there is nothing to stop: the page says so to anybody.
    "notices.stopping_page": Ask(query="clef=inconnue", fine=(410,)),
    "notices.stop": Ask(query="clef=inconnue", fine=(410,)),
    "notices.resume": Ask(query="clef=inconnue", fine=(410,)),
    "notices.show": Ask(),
    "notices.read": on("mine.notice"),
    "notices.read_all": Ask(form={"newest": "@mine.notice"}),
    "notices.unread_all": Ask(form={"at": "1795420800000000"}),
    # Irritants
    "irritants.listing": Ask(),
    "irritants.promise": Ask(),
    "irritants.promised": Ask(query="sens=en-retard"),
    "irritants.show": on("fresh", everywhere=True),
    "irritants.new": Ask(),
    "irritants.begin": Ask(form=STEP | {"title": TOLD["title"], "version": "0"}),
    "irritants.autosave": Ask({"step": "1"}, STEP | {"title": TOLD["title"], "version": "0"}),
    "irritants.step": on("mine.draft", step="2", act=Act.DRAFT_EDIT),
    "irritants.save_step": on(
        "mine.draft", STEP | {"title": TOLD["title"], "version": "@mine.draft_version"}, step="1"
    ),
    "irritants.reread": on("mine.draft", act=Act.DRAFT_EDIT),
    "irritants.discard": on("mine.draft"),
    "irritants.submit": on("mine.draft"),
    "irritants.deposited": on("mine.deposit", act=Act.IRRITANT_SUBMIT),
    "irritants.completion": on("mine.returned", act=Act.IRRITANT_COMPLETE),
    "irritants.complete": on("mine.returned", TOLD | {"version": "@mine.version"}),
    "irritants.consent": on("mine.deposit", {"suite": "accepter"}),
    "irritants.withdraw": on("mine.deposit", {"motive": SAID}),
    "irritants.support": on("fresh", {"context": "Ici aussi."}, everywhere=True),
    "irritants.supporters": on("fresh", everywhere=True),
    "irritants.file": on("fresh", file_ref="file", everywhere=True),
    "irritants.attach": on("mine.deposit", {"fichier": ("preuve.pdf", b"%PDF-1.4 autre")}),
    "irritants.move_file": on("mine.deposit", {"retirer": "@mine.file"}, file_ref="mine.file"),
    "irritants.look_alike": Ask({"step": "1"}, STEP | {"title": TOLD["title"], "version": "0"}),
    "irritants.draft_alike": on("mine.draft", act=Act.DRAFT_EDIT),
    "irritants.joining_page": on("fresh", act=Act.IRRITANT_SUPPORT, everywhere=True),
    "irritants.join": on("fresh", {"context": "Ici aussi.", "brouillon": ""}, everywhere=True),
    "irritants.followed": Ask(),
    "irritants.follow": on("fresh", {"suite": "suivre"}, everywhere=True),
    "irritants.comment": on("fresh", comment_ref="comment", everywhere=True),
    "irritants.say": on("fresh", {"body": SAID}, everywhere=True),
    "irritants.correction": on("fresh", comment_ref="mine.comment", act=Act.COMMENT_EDIT),
    "irritants.correct": on(
        "fresh", {"body": SAID + " Mieux.", "version": "1"}, comment_ref="mine.comment"
    ),
    "irritants.withdraw_comment": on("fresh", comment_ref="mine.comment"),
    "irritants.flagging": on(
        "fresh", comment_ref="comment", act=Act.IRRITANT_FLAG, everywhere=True
    ),
    "irritants.flag": on("fresh", {"reason": SAID}, comment_ref="comment", everywhere=True),
    "irritants.answering": on(
        "fresh", comment_ref="mine.masked", mask_ref="mine.mask", act=Act.COMMENT_EDIT
    ),
    "irritants.answer_mask": on(
        "fresh", {"answer": SAID}, comment_ref="mine.masked", mask_ref="mine.mask"
    ),
    "irritants.moderation": on("fresh", comment_ref="comment", act=Act.IRRITANT_MODERATE),
    "irritants.mask": on("fresh", {"motive": SAID}, comment_ref="comment"),
    "irritants.keep": on("fresh", {"motive": SAID}, comment_ref="flagged"),
    "irritants.lift": on("fresh", {"motive": SAID}, comment_ref="masked", mask_ref="mask"),
    "irritants.coauthors": on("mine.deposit", act=Act.COAUTHOR_INVITE),
    "irritants.invite": on("mine.deposit", {"person": "@free_email"}),
    "irritants.part": on("mine.deposit", person_ref="coauthor_person"),
    "irritants.invitation": on("mine.invited", act=Act.COAUTHOR_ANSWER),
    "irritants.answer_invitation": on("mine.invited", {"suite": "accepter"}),
    "irritants.asking_review": on("mine.declined", act=Act.REVIEW_ASK),
    "irritants.ask_review": on("mine.declined", {"reasons": SAID}),
    # Triage
    "irritants.triage": Ask(),
    "irritants.ages": Ask(),
    "irritants.tools": Ask(),
    "irritants.put_label": on("fresh", {"label": "@label", "suite": "poser"}),
    "irritants.new_label": Ask(
        form={"incubator_ref": "@house", "name": "Une étiquette neuve", "shape": "star"}
    ),
    "irritants.retire_label": on("label"),
    "irritants.keep_view": Ask(query="q=badge", form={"name": "Une vue neuve"}),
    "irritants.drop_view": on("mine.view"),
    "irritants.new_template": Ask(act=Act.TEMPLATE_EDIT),
    "irritants.write_template": Ask(form={"incubator_ref": "@house"} | TEMPLATE),
    "irritants.template": on("template", act=Act.TEMPLATE_EDIT),
    "irritants.rewrite_template": on("template", TEMPLATE | {"version": "1"}),
    "irritants.retire_template": on("template"),
    "irritants.write_note": on("fresh", {"body": SAID}),
    "irritants.note": on("fresh", note_ref="mine.note", act=Act.NOTE_CORRECT),
    "irritants.correct_note": on("fresh", {"body": SAID, "version": "1"}, note_ref="mine.note"),
    "irritants.triage_show": on("fresh", act=Act.TRIAGE_VIEW),
    "irritants.triage_alike": on("fresh", act=Act.TRIAGE_VIEW),
    "irritants.common_list": Ask(),
    "irritants.common_show": on("shared", act=Act.TRIAGE_VIEW, everywhere=True),
    "irritants.propose_joint": on("shared", {"message": SAID}, everywhere=True),
    "irritants.take": on("fresh"),
    "irritants.release": on("taken"),
    "irritants.entrust": on("fresh", {"colleague_ref": "@officer_person"}),
    "irritants.unmask": on("fresh", {"motive": SAID}),
    "irritants.triage_qualifier": gesture("fresh"),
    "irritants.triage_retenir": gesture("qualified", motive=SAID),
    "irritants.triage_completer": gesture("fresh", motive_code="incomplete", motive=SAID),
    "irritants.triage_reserver": gesture("fresh", motive=SAID, review_on=REVIEW),
    "irritants.triage_orienter": gesture(
        "fresh", destination="La mairie", motive=SAID, review_on=REVIEW
    ),
    "irritants.triage_decliner": gesture(
        "fresh", motive_code="out_of_scope", motive=SAID, review_on=REVIEW
    ),
    "irritants.triage_transferer": gesture("fresh", incubator_ref="@other", motive=SAID),
    "irritants.triage_accepter": gesture("offered"),
    "irritants.triage_rendre": gesture("offered", motive=SAID),
    "irritants.reviewing_page": on("reviewed", act=Act.REVIEW_ANSWER),
    "irritants.review": gesture("reviewed", outcome="upheld", motive=SAID),
    "irritants.triage_rouvrir": gesture("declined", motive=SAID),
    "irritants.triage_separer": gesture("merged", motive=SAID),
    "irritants.triage_scinder": gesture(
        "fresh", title="Le second problème de la même famille", problem=SAID
    ),
    "irritants.batch": Ask(query="geste=decliner"),
    "irritants.act_on_batch": Ask(form={"geste": "prendre", "suite": "envoyer"}),
    "irritants.batch_done": Ask(),
    "irritants.merge_preview": on("fresh", act=Act.TRIAGE_MERGE, query="q=guichets"),
    "irritants.merge": on("fresh", {"suite": "envoyer", "avec": "@qualified", "seen": "@merging"}),
    # Investigations
    "calls.index": Ask(),
    "calls.show": on("call"),
    "calls.new": Ask(act=Act.CALL_MANAGE),
    "calls.create": Ask(form=CALL | {"incubator_ref": "@house"}),
    "calls.preparation": on("call"),
    "calls.save": on("call", CALL | {"version": "@call_version"}),
    "calls.publish": on("call_draft"),
    "calls.appoint": on("call", {"person": "@free_email", "part": "prejury"}),
    "calls.dismiss": on("call", {"part": "prejury"}, person="team_person"),
    "calls.ask": on("call", {"label": "Depuis quand ?", "kind": "short"}),
    "calls.question": on("call", question="question"),
    "calls.reword": on(
        "call",
        {"label": "Depuis combien de temps ?", "kind": "short", "version": "1"},
        question="question",
    ),
    "calls.place": on("call", {"suite": "retirer"}, question="question"),
    "calls.deposit": on("call"),
    "calls.answer_form": on("call"),
    "calls.enter": on("call", {"irritant": "@mine.deposit"}),
    "calls.withdraw": on("call", entry="mine.entry"),
    "calls.entries": on("call"),
    "calls.entry": on("call", entry="entry"),
    "calls.review": on("call", {"verdict": "keep", "version": "0"}, entry="entry"),
    "calls.recuse": on("call", entry="entry"),
    "calls.shortlist": on("call_closed", {"entries": ["@closed_entry"], "suite": "envoyer"}),
    "calls.pitches": on("call_listed"),
    "calls.pitch_day": on(
        "call_listed",
        {
            "on": SOON,
            "hour": "14:00",
            "place": "Salle 2",
            "suite": "envoyer",
            "version": "@call_listed_version",
        },
    ),
    "calls.order": on("call_listed", {"entry": "@listed_entry", "suite": "monter"}),
    "calls.award": on("call_listed", {"entries": ["@heard_entry"], "suite": "envoyer"}),
    "calls.answering": on("call_listed"),
    "calls.answer": on(
        "call_listed", {"entries": ["@left_entry"], "message": SAID, "suite": "envoyer"}
    ),
    "calls.conclude": on("call_ready"),
    "investigations.index": Ask(),
    "investigations.new": Ask(act=Act.INVESTIGATION_OPEN),
    "investigations.create": Ask(form=HOUSE),
    "investigations.show": on("investigation", everywhere=True),
    "investigations.team": on("investigation", act=Act.INVESTIGATION_TEAM),
    "investigations.add_member": on("investigation", {"person": "@free_email", "role": "member"}),
    "investigations.hypothesis": on(
        "investigation", hypothesis_ref="hypothesis", act=Act.INVESTIGATION_LOG
    ),
    "investigations.add_hypothesis": on("investigation", {"hypothesis": SAID}),
    "investigations.conclude_hypothesis": on(
        "investigation",
        {"state": "dropped", "conclusion": SAID, "version": "@hypothesis_version"},
        hypothesis_ref="hypothesis",
    ),
    "investigations.opinions": on("sent", act=Act.OPINION_VIEW),
    "investigations.give_opinion": on("sent", MARKS),
    "investigations.add_solution": on("investigation", {"what": SAID}),
    "investigations.solution": on(
        "investigation", solution_ref="solution", act=Act.INVESTIGATION_LOG
    ),
    "investigations.conclude_solution": on(
        "investigation",
        {"state": "kept", "observed": SAID, "users": "12", "version": "1"},
        solution_ref="solution",
    ),
    "investigations.log": on(
        "investigation", {"kind": "interview", "on": "2026-12-01", "text": SAID}
    ),
    "investigations.report": on("investigation", act=Act.INVESTIGATION_LOG),
    "investigations.write_report": on(
        "investigation", {"report": SAID * 5, "version": "@investigation_version"}
    ),
    "investigations.publication": on("ended", act=Act.INVESTIGATION_PUBLISH),
    "investigations.keep_passages": on("ended", {"passages": "", "version": "0"}),
    "investigations.publish": on("ended", {"version": "0"}),
    "investigations.retract": on("told", {"motive": SAID}),
    "investigations.reports": Ask(),
    "investigations.read": on("public_report", everywhere=True),
    "committees.send_investigation": on("investigation", act=Act.INVESTIGATION_SEND),
    "committees.carry_investigation": on(
        "investigation",
        {"committee": "@committee", "startup_title": "Un nom", "startup_mission": SAID},
    ),
    # Startups
    "startups.index": Ask(),
    "startups.portfolio_sheet": Ask(),
    "startups.rhythm": Ask(),
    "startups.clock": Ask(),
    "startups.incubators": Ask(),
    "startups.incubator": on("house", everywhere=True),
    "startups.show": on("startup", everywhere=True),
    "startups.team_page": on("startup", everywhere=True),
    "startups.join": on("startup", {"person": "@free_email", "role": "team", "starts_on": TODAY}),
    "startups.leaving": on(
        "startup", person_ref="team_person", role="team", act=Act.STARTUP_TEAM_END
    ),
    "startups.leave": on("startup", ENDS, person_ref="team_person", role="team"),
    "startups.grant_form": on("bare", act=Act.GRANT_RECORD),
    "startups.record_grant": on(
        "bare",
        {
            "granted_on": "2026-09-01",
            "term_on": SOON,
            "amount": "1000",
            "version": "@bare_version",
        },
    ),
    "startups.phase_form": on("startup", period_ref="period", act=Act.PHASE_CORRECT),
    "startups.correct_phase": on(
        "startup",
        {"starts_on": "2026-07-20", "motive": SAID, "version": "@period_version"},
        period_ref="period",
    ),
    "startups.impact": on("startup", everywhere=True),
    "startups.define_measure": on("startup", MEASURE),
    "startups.measure": on("startup", measure_ref="measure", everywhere=True),
    "startups.record_figure": on("startup", FIGURE, measure_ref="measure"),
    "startups.measure_form": on("startup", measure_ref="measure", act=Act.STARTUP_EDIT),
    "startups.change_measure": on(
        "startup", MEASURE | {"unit": "", "version": "1"}, measure_ref="measure"
    ),
    "startups.lead": on("startup", measure_ref="measure"),
    "startups.retire": on("startup", measure_ref="measure"),
    "startups.figure_form": on(
        "startup", measure_ref="measure", reading_ref="reading", act=Act.FIGURE_CORRECT
    ),
    "startups.correct_figure": on(
        "startup", {"value": "13", "motive": SAID}, measure_ref="measure", reading_ref="reading"
    ),
    "startups.objectives": on("startup", everywhere=True),
    "startups.promise": on("startup", PROMISE),
    "startups.settle_form": on("startup", objective_ref="objective", act=Act.STARTUP_EDIT),
    "startups.settle": on(
        "startup",
        {"kept": "kept", "result": "13 communes", "version": "1"},
        objective_ref="objective",
    ),
    "startups.presentation_form": on("startup", act=Act.STARTUP_EDIT),
    "startups.save_presentation": on("startup", {"mission": SAID, "version": "@startup_version"}),
    "startups.standards_page": on("startup", everywhere=True),
    "startups.standard": on("startup", standard="stats", everywhere=True),
    "startups.mark_standard": on(
        "startup", {"level": "met", "on": "2026-11-02", "proof": "En ligne."}, standard="stats"
    ),
    "startups.confirm_standard": on("startup", standard="mention"),
    "startups.logbook_page": on("startup", everywhere=True),
    "startups.write_logbook": on("startup", {"on": "2026-11-02", "body": SAID}),
    "startups.withdraw_entry": on("startup", entry_ref="log_entry"),
    "startups.budget": on("startup"),
    "startups.plan": on("startup", LINE),
    "startups.line_form": on("startup", line_ref="line", act=Act.BUDGET_EDIT),
    "startups.restate": on("startup", AMOUNTS | {"version": "1"}, line_ref="line"),
    "startups.papers": on("startup"),
    "startups.sponsors_page": on("startup"),
    "startups.tie_sponsor": on("startup", {"sponsor": "@sponsor_person", "organisation": "@body"}),
    "startups.add_sponsor_form": on("startup", act=Act.STARTUP_SPONSOR),
    "startups.add_sponsor": on("startup", {"organisation": "@free_body", "since": TODAY}),
    "startups.end_sponsor_form": on("startup", organisation_ref="body", act=Act.STARTUP_SPONSOR),
    "startups.end_sponsor": on(
        "startup", {"last_on": TODAY, "motive": SAID}, organisation_ref="added_body"
    ),
    "startups.take_back_sponsor": on("startup", organisation_ref="added_body"),
    "startups.bring_back_sponsor": on("startup", left_ref="left_sponsor"),
    "startups.file_paper": on("startup", PAPER | {"kind": "mission_letter"}),
    "startups.paper_form": on("startup", paper_ref="paper", act=Act.BUDGET_EDIT),
    "startups.refile_paper": on("startup", PAPER | {"version": "1"}, paper_ref="paper"),
    "startups.share": on("startup", {"organisation": "@body", "share": "60"}),
    "startups.components_page": on("startup", everywhere=True),
    "startups.offer": on("startup", {"kind": "api", "name": "Dates", "purpose": SAID}),
    "startups.take": on("startup", {"name": "Un calendrier", "since": "2026-11-02"}),
    "startups.withdraw_component": on("startup", component_ref="component"),
    "startups.leave_component": on("startup", reuse_ref="reuse"),
    "startups.say_quality": on("startup", {"member": "@team_person", "function": "designer"}),
    # What follows a stop
    "startups.takeovers_page": Ask(),
    "startups.safeguard_page": on("rescued", everywhere=True),
    "startups.seek": on("rescued", {"body": SAID, "amount": "90000", "version": "0"}),
    "startups.takeover_form": on("rescued", act=Act.TAKEOVER_OFFER),
    "startups.offer_takeover": on("rescued", TAKEOVER),
    "startups.takeover": on("rescued", offer_ref="takeover", act=Act.TAKEOVER_READ),
    "startups.decline_takeover": on("rescued", {"answer": SAID}, offer_ref="takeover"),
    "startups.withdraw_takeover": on("rescued", offer_ref="mine.takeover"),
    "committees.send_takeover": on("rescued", offer_ref="takeover", act=Act.TAKEOVER_ANSWER),
    "committees.carry_takeover": on("rescued", {"committee": "@committee"}, offer_ref="takeover"),
    "startups.technical_file": on("rescued", act=Act.TECHNICAL_READ),
    "startups.technical_form": on("rescued", topic="data", act=Act.TECHNICAL_EDIT),
    "startups.tell_technical": on(
        "rescued", {"state": "known", "body": SAID, "version": "0"}, topic="data"
    ),
    "startups.lesson": on("halted", everywhere=True),
    "startups.lesson_form": on("halted", act=Act.LESSON_WRITE),
    "startups.write_lesson": on("halted", LESSON),
    "startups.lesson_preview": on("halted", act=Act.LESSON_WRITE),
    "startups.publish_lesson": on("halted", {"version": "1"}),
    "startups.carrying_page": on("startup", everywhere=True),
    "startups.offer_form": on("startup", act=Act.CARRYING_OFFER),
    "startups.offer_carrying": on(
        "bare", {"kind": "together", "incubator": "@other", "motive": SAID, "share": SAID}
    ),
    "startups.answer_carrying": on("given", {"accepts": "yes"}, offer_ref="offer_in"),
    "startups.withdraw_carrying": on("startup", offer_ref="offer_out"),
    "startups.end_carrying": on("common", {"motive": SAID}, incubator_ref="other"),
    "committees.course": on("item_pivot", act=Act.DOSSIER_EDIT),
    "committees.propose_course": on("item_pivot", {"mission": SAID, "kept": SAID, "version": "0"}),
    "committees.receiver": on("item_merge", act=Act.DOSSIER_EDIT),
    "committees.propose_receiver": on(
        "item_merge", {"receiver": "@startup", "leftover": SAID, "version": "0"}
    ),
    "committees.agreement": on("item_joining"),
    "committees.agree": on("item_joining", {"agrees": "yes"}),
    # Exits
    "handovers.show": on("startup", everywhere=True),
    "handovers.gone": Ask(),
    "handovers.plan_form": on("startup", act=Act.STARTUP_EDIT),
    "handovers.save_plan": on("startup", {"version": "@plan_version", "scenario": "product"}),
    "handovers.step_form": on("startup", stage="vision", act=Act.STARTUP_EDIT),
    "handovers.expect": on("startup", {"version": "1", "expected_on": SOON}, stage="vision"),
    "handovers.line_form": on("startup", line="docs", act=Act.STARTUP_EDIT),
    "handovers.tick": on(
        "startup", {"version": "1", "state": "done", "on": TODAY, "proof": SAID}, line="docs"
    ),
    "handovers.welcome": on("startup", STAY),
    "handovers.stay_form": on("startup", stay_ref="stay", act=Act.STARTUP_EDIT),
    "handovers.correct_stay": on("startup", STAY | {"version": "1"}, stay_ref="stay"),
    "handovers.withdraw_stay": on("startup", stay_ref="stay"),
    "handovers.follow": on("gone"),
    "handovers.check_form": on("gone", check_ref="check", act=Act.HANDOVER_CHECK),
    "handovers.record_check": on("gone", {"version": "1", "state": "closed"}, check_ref="check"),
    "committees.send_exit": on("startup", act=Act.STARTUP_SEND),
    "committees.carry_exit": on(
        "startup", {"committee": "@committee", "scenario": "product", "way": "prepare"}
    ),
    "committees.send_startup": on("startup", act=Act.STARTUP_SEND),
    "committees.carry_startup": on("startup", {"committee": "@committee", "direction": "continue"}),
    "committees.extension": on("startup", act=Act.GRANT_EXTEND),
    "committees.extend_term": on("startup", {"months": "1", "motive": SAID}),
    # Committees
    "committees.index": Ask(),
    "committees.show": on("committee", everywhere=True),
    "committees.new": Ask(act=Act.COMMITTEE_CREATE),
    "committees.found": Ask(
        form={
            "name": "Un comité de plus",
            "incubator": "@house",
            "mode": "collegial_vote",
            "vote_minutes": "20",
            "kind": "standing",
        }
    ),
    "committees.closing_form": on("second", act=Act.COMMITTEE_CLOSE),
    "committees.close": on("second", {"motive": SAID}),
    "committees.settings": on("second", act=Act.COMMITTEE_CONFIGURE),
    "committees.configure": on(
        "second",
        {"name": "Autre nom", "mode": "collegial_vote", "vote_minutes": "30", "version": "1"},
    ),
    "committees.seat": on(
        "committee",
        {
            "email": "@free_email",
            "role": "seat",
            "quality": "membre",
            "voting": "y",
            "starts_on": TODAY,
        },
    ),
    "committees.seat_days_form": on("committee", seat_ref="bob_mandate", act=Act.MEMBER_APPOINT),
    "committees.change_seat_days": on(
        "committee",
        {"starts_on": "2026-01-05", "ends_on": "2027-06-30", "motive": SAID, "version": "1"},
        seat_ref="bob_mandate",
    ),
    "committees.substitute_form": on("committee", seat_ref="bob_mandate", act=Act.MEMBER_APPOINT),
    "committees.name_substitute": on(
        "committee",
        {"email": "@free_email", "starts_on": TODAY, "motive": SAID},
        seat_ref="bob_mandate",
    ),
    "committees.college_form": on("second", seat_ref="second_seat", act=Act.MEMBER_APPOINT),
    "committees.change_college": on(
        "second", {"college": "sponsors", "was": "", "motive": SAID}, seat_ref="second_seat"
    ),
    "committees.unseat": on("committee", ENDS | {"seat": "@bob_seat"}),
    "committees.plan": on("committee", {"day": "2027-06-01", "hour": "14:30", "place": "Salle 3"}),
    # Sittings
    "committees.sitting": on("running", everywhere=True),
    "committees.convene": on("planning", {"urgency": SAID}),
    "committees.move": on("planning", {"day": "2027-06-02", "hour": "14:30", "place": "Salle 4"}),
    "committees.reorder": on("item_planned_later"),
    "committees.sitting_live": on("running", everywhere=True),
    "committees.room": on("running", act=Act.SITTING_RUN),
    "committees.room_live": on("item_listed", act=Act.SITTING_RUN),
    "committees.sitting_notes": on("running", act=Act.SITTING_NOTE),
    "committees.save_sitting_notes": on("running", {"body": SAID, "version": "0"}),
    "committees.keep_sitting_notes": on("running", {"body": SAID, "version": "0"}),
    "committees.proxies": on("running", everywhere=True),
    "committees.give_proxy": on(
        "convening", {"giver": "@cleo_person", "holder": "@bob_person", "paper": SAID}
    ),
    "committees.end_proxy": on("running", proxy_ref="mine.proxy"),
    # Nobody is represented there: whoever votes finds nobody to vote for.
    "committees.proxy_ballot": on("item_open", act=Act.BALLOT_RECEIPT),
    "committees.cast_for": on("item_open", {"choice": "go"}),
    "committees.notes": on("item_listed", act=Act.ITEM_NOTE),
    "committees.save_notes": on("item_listed", {"body": SAID, "version": "0"}),
    "committees.keep_notes": on("item_listed", {"body": SAID, "version": "0"}),
    "committees.my_notes": Ask(),
    "committees.grid": on("item_listed", act=Act.GRID_FILL),
    "committees.give_grid": on("item_listed", {"use": "4", "version": "0"}),
    "committees.calendar": Ask(query="mois=2026-12"),
    "committees.feed": Ask({"key": "feed_key"}, everywhere=True),
    "committees.my_feed": Ask(),
    "committees.make_feed": Ask(),
    "committees.end_feed": Ask(),
    "committees.cancel": on("planning", {"motive": SAID}),
    "committees.open_sitting": on("convening"),
    "committees.join": on("running"),
    "committees.attend": on("running", {"@presence": "excused"}),
    "committees.close_sitting": on("closing"),
    "committees.take_up": on("planning", item="item_waiting"),
    "committees.put_back": on("item_planned"),
    "committees.taking_up": on("convening", act=Act.SITTING_AGENDA, item="item_waiting"),
    "committees.putting_back": on("item_convened", act=Act.SITTING_AGENDA),
    "committees.refer": on("item_waiting", {"committee": "@second"}),
    "committees.minutes": on("past_sitting", everywhere=True),
    "committees.write_minutes": on("past_sitting", {"prose": SAID, "version": "0"}),
    "committees.sign_minutes": on("past_sitting", {"seen": "@seen"}),
    "committees.minutes_pdf": on("sealed_sitting", everywhere=True),
    "committees.corrigendum": on("sealed_sitting", act=Act.CORRIGENDUM_WRITE),
    "committees.write_corrigendum": on(
        "sealed_sitting", {"body": SAID, "motive": SAID, "version": "@correction_version"}
    ),
    "committees.sign_corrigendum": on("sealed_sitting", {"seen": "@correction_seen"}),
    "committees.dissent": on("item_past", act=Act.MINUTES_DISSENT),
    "committees.write_dissent": on("item_past", {"body": SAID}),
    # Items
    "committees.item": on("item_open"),
    "committees.live": on("item_open"),
    "committees.dossier": on("item_open"),
    "committees.write_dossier": on("item_waiting", act=Act.DOSSIER_EDIT),
    "committees.save_dossier": on("item_waiting", DOSSIER),
    "committees.dossier_grid": on("item_waiting", act=Act.DOSSIER_EDIT),
    "committees.save_dossier_grid": on("item_waiting", {"use": SAID, "version": "0"}),
    "committees.attach_to_dossier": on("item_waiting", {"fichier": ("note.txt", b"Trois mots.")}),
    "committees.move_dossier_file": on("item_waiting", file_ref="dossier_moved"),
    "committees.dossier_file": on("item_open", file_ref="dossier_file"),
    "committees.frozen_dossier": on("item_open"),
    "committees.former_dossier": on("item_open", former_ref="former"),
    "committees.former_text": on("item_open", former_ref="former"),
    "committees.former_file": on("item_open", former_ref="former", file_ref="former_file"),
    "committees.add_addendum": on("item_listed", {"body": SAID}),
    "committees.propose_condition": on(
        "item_waiting",
        {"what": SAID, "owner": "@team_email", "due_on": SOON, "proof": "Un rapport."},
    ),
    "committees.proof_form": on("decision", condition="condition", act=Act.CONDITION_HAND_IN),
    "committees.hand_in": on("decision", {"done": SAID, "link": ""}, condition="condition"),
    "committees.condition": on("item_decided", condition="condition", act=Act.CONDITION_SETTLE),
    "committees.settle_condition": on(
        "item_decided", {"how": "lifted", "settlement": SAID}, condition="condition"
    ),
    "committees.declare": on("item_open", {"has_interest": "no"}),
    "committees.impose": on("item_open", {"person": "@bob_person", "motive": SAID}),
    "committees.open_vote": on("item_listed"),
    "committees.extend": on("item_open", {"minutes": "10"}),
    "committees.cast_ballot": on("item_open", {"choice": "go"}),
    "committees.close_vote": on("item_voted"),
    "committees.settle_vote": on("item_open"),
    "committees.void": on("item_open", {"motive": SAID}),
    "committees.defer": on("item_tied", {"motive": SAID, "next_on": SOON}),
    "committees.proclaim": on("item_closed", {"motive": SAID}),
    "committees.publication": on("item_decided", act=Act.DECISION_PUBLISH),
    "committees.publish": on("item_decided"),
    "committees.review": on("decision", act=Act.DECISION_REVIEW),
    "committees.ask_review": on("decision", {"motive": SAID}),
    "committees.funding": on("decision"),
    "committees.name_sponsor": on("decision_unnamed", {"organisation": "@body", "asked": "1000"}),
    "committees.funding_line": on("decision", funding_ref="funding_line", act=Act.FUNDING_CONFIRM),
    "committees.say_line": on(
        "decision",
        {"version": "1", "state": "declined", "motive": SAID},
        funding_ref="funding_line",
    ),
    "committees.purchase_note": on("decision"),
    "committees.mark_sent": on("decision", {"sent_to": "Achats"}),
    "committees.take_back": on("decision_unnamed", {"motive": SAID}),
    "committees.decisions": Ask(),
    "committees.decision": on("decision", act=Act.COMMITTEE_VIEW, everywhere=True),
    # Administration
    "administration.show": Ask(),
    "administration.new": Ask(act=Act.USER_MANAGE),
    "administration.create": Ask(
        form={
            "name": "Dominique Essai",
            "email": "dominique@essai.gouv.example",
            "unit": "Service",
            "kind": "agent",
        }
    ),
    "administration.person": on("both_person", everywhere=True),
    "administration.deactivate": on("both_person", {"motive": SAID}, everywhere=True),
    "administration.closing": on("both_person", act=Act.USER_MANAGE, everywhere=True),
    "administration.invite": on("pending_person", everywhere=True),
    "administration.settings": Ask(),
    "administration.change_settings": Ask(form=SETTINGS),
    "administration.reactivate": on("closed_person", {"motive": SAID}, everywhere=True),
    "administration.propose": on("both_person", everywhere=True),
    "administration.ending_direction": on("programme2_person", act=Act.ROLE_GRANT, everywhere=True),
    "administration.end_direction": on("programme2_person", ENDS, everywhere=True),
    "administration.outbox": Ask(),
    "administration.retry": Ask(),
    "administration.incubators": Ask(),
    "administration.incubator": on("house", everywhere=True),
    "administration.new_incubator": Ask(act=Act.INCUBATOR_EDIT),
    "administration.found_incubator": Ask(form={"title": "Un de plus", "version": "0"}),
    "administration.incubator_sheet": on("house", act=Act.INCUBATOR_EDIT, everywhere=True),
    "administration.describe_incubator": on(
        "empty", {"title": "Mieux dit", "version": "1"}, everywhere=True
    ),
    "administration.closing_incubator": on("house", act=Act.INCUBATOR_CLOSE, everywhere=True),
    "administration.close_incubator": on(
        "empty", {"closed_on": TODAY, "motive": SAID}, everywhere=True
    ),
    "administration.reopening_incubator": on("shut", act=Act.INCUBATOR_CLOSE, everywhere=True),
    "administration.reopen_incubator": on("shut", {"motive": SAID}, everywhere=True),
    "administration.organisations": Ask(),
    "administration.new_organisation": Ask(act=Act.ORGANISATION_EDIT),
    "administration.found_organisation": Ask(form={"name": "Une de plus", "version": "0"}),
    "administration.organisation_sheet": on("body", act=Act.ORGANISATION_EDIT, everywhere=True),
    "administration.describe_organisation": on(
        "body", {"name": "Mieux dit", "version": "1"}, everywhere=True
    ),
    "administration.appoint": on(
        "house",
        {"person": "@free_email", "role": "officer", "starts_on": TODAY},
        everywhere=True,
    ),
    "administration.ending": on(
        "house",
        person_ref="officer_person",
        role="officer",
        act=Act.MANDATE_GRANT,
        everywhere=True,
    ),
    "administration.end": on(
        "house", ENDS, person_ref="officer_person", role="officer", everywhere=True
    ),
}

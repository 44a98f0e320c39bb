"""One function for each invariant of the sheet; an unknown name is an error of the test."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import select

from portal.committees.item_models import Item
from portal.committees.vote_models import Ballot
from portal.extensions import db
from portal.kernel.periods import add_months
from portal.outbox.models import Mail
from portal.people.models import Mandate, Person
from portal.policy import Kind
from tests.files import samples
from tests.hostile.cases import Case
from tests.hostile.sending import Sent, filled
from tests.hostile.targets import SCREENS
from tests.permissions.probing import Request
from tests.support import html

Oracle = Callable[[Case, Sent], None]
# What a refusal may write: failures of sign-in are counted, and so are requests.
COUNTED = {"sign_in_failure", "throttle", "attempt", "request_count"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
LIVELY = (
    "script",
    "iframe",
    "object",
    "embed",
    "img",
    "form",
    "meta",
    "style",
    "svg",
    "math",
    "base",
)


def no_5xx(_case: Case, sent: Sent) -> None:
    assert [one.status_code for one in sent.answers if one.status_code >= 500] == []


def state_consistent(_case: Case, sent: Sent) -> None:
    assert sent.is_sound
    if sent.status >= 400 and len(sent.answers) == 1:
        assert set(sent.changed) <= COUNTED, sent.changed


def no_write(_case: Case, sent: Sent) -> None:
    assert sent.status >= 400 or sent.answer.request.method == "GET"
    assert set(sent.changed) <= COUNTED, sent.changed


def reading_writes_nothing(_case: Case, sent: Sent) -> None:
    assert sent.changed == {}


def not_stored(case: Case, sent: Sent) -> None:
    assert sent.stored == sent.before
    assert "stored_file" not in sent.changed
    assert not case.text or case.text not in str(sent.stored)


def stored_verbatim(case: Case, sent: Sent) -> None:
    assert sent.stored == case.text.strip()


def stored_nfc(case: Case, sent: Sent) -> None:
    assert sent.stored == unicodedata.normalize("NFC", case.text)


def no_control(_case: Case, sent: Sent) -> None:
    assert [one for one in str(sent.stored) if unicodedata.category(one) in ("Cc", "Cf")] == []


def bidi(_case: Case, sent: Sent) -> None:
    assert not BIDI.search(sent.stored)


def trimmed(_case: Case, sent: Sent) -> None:
    assert sent.stored == "Titre"


def treated_as_blank(_case: Case, sent: Sent) -> None:
    """A draft may wait for its title; nothing but blanks is no title, and it cannot be sent."""
    assert sent.stored == ""
    path = sent.answer.request.path.replace("/etape-1", "/depot")
    assert sent.prober.send("agent", Request("POST", path, {})).status_code == 422


def not_longer(_case: Case, sent: Sent) -> None:
    assert len(sent.stored) <= 200


def agent_still(_case: Case, sent: Sent) -> None:
    with sent.prober.app.app_context():
        me = db.session.get(Person, sent.prober.scene.here.world.ids["outsider"])
        assert me.kind is Kind.AGENT
        assert not list(db.session.scalars(select(Mandate).where(Mandate.person_id == me.id)))


def both_spellings_find(_case: Case, sent: Sent) -> None:
    found = []
    for form in ("NFC", "NFD"):
        words = unicodedata.normalize(form, "décliné")
        answer = sent.prober.send("agent", Request("GET", f"/irritants?q={words}", {}))
        found.append(html.parse(answer.get_data(as_text=True)).find_all("h3"))
    assert found[0]
    assert [html.text_of(one) for one in found[0]] == [html.text_of(one) for one in found[1]]


def ascii_address(case: Case, sent: Sent) -> None:
    assert sent.status == 422
    assert case.text not in str(sent.stored)


def one_account(case: Case, sent: Sent) -> None:
    """The same address in other capitals is the same account."""
    assert sent.stored == case.text.lower()
    again = filled(sent.prober, SCREENS[case.target], case.text.lower())
    assert sent.prober.send("administrator", again).status_code == 422


def french(_case: Case, sent: Sent) -> None:
    page = html.parse(sent.text)
    assert page.find("html")["lang"] == "fr"
    words = ("Écrivez", "Indiquez", "Raccourcissez", "Choisissez")
    assert any(word in page.get_text() for word in words)


def inert(_case: Case, sent: Sent) -> None:
    """The page has no element, identifier or lively attribute that it had not before."""
    before, after = (_shape(page) for page in (sent.shown_before, sent.shown))
    if sent.shown_before:
        assert after - before == Counter()
    assert not html.parse(sent.shown).find(
        lambda tag: any(name.startswith("on") for name in tag.attrs)
    )
    for script in html.parse(sent.shown).find_all("script"):
        assert script.get("src") and not script.get_text(strip=True)


def _shape(page: str) -> Counter:
    found: Counter = Counter()
    for tag in html.parse(page).find_all(True):
        if tag.name in LIVELY:
            found[tag.name] += 1
        if tag.get("id"):
            found[f"#{tag['id']}"] += 1
        found.update(name for name in tag.attrs if name.startswith(("hx-", "data-hx", "style")))
    return found


def literal(case: Case, sent: Sent) -> None:
    shown = html.words(html.parse(sent.shown).get_text(" ") + sent.shown)
    values = {field.get("value") for field in html.parse(sent.shown).find_all("input")}
    wanted = html.words(case.text)
    assert wanted in shown or wanted in values or wanted in html.words(str(sent.stored))
    inert(case, sent)


def outside_links(case: Case, sent: Sent) -> None:
    inert(case, sent)
    for link in html.parse(sent.shown).find_all("a", href=re.compile("evil")):
        assert set(link["rel"]) >= {"noopener", "nofollow"}


def quick(_case: Case, sent: Sent) -> None:
    """Processor time: the machine may be busy with something else."""
    assert sent.seconds < 2


def light(_case: Case, sent: Sent) -> None:
    assert sent.bytes_taken < 256 * 2**20


def says_too_long(_case: Case, sent: Sent) -> None:
    """The browser keeps what was typed: going back is what the page advises."""
    assert sent.status in (413, 422)
    french(_case, sent)


def refused_whole(_case: Case, sent: Sent) -> None:
    assert sent.status == 400
    assert sent.changed == {}


def due(case: Case, sent: Sent) -> None:
    """The presumed term of an imported startup is six months after its phase."""
    wanted = {one.partition("=")[0]: one.partition("=")[2] for one in case.invariants if "=" in one}
    assert sent.stored == date.fromisoformat(case.text)
    assert add_months(sent.stored, 6) == date.fromisoformat(wanted["due"])
    if "anniversary_2025" in wanted:
        assert add_months(sent.stored, 12) == date.fromisoformat(wanted["anniversary_2025"])


def french_date(_case: Case, sent: Sent) -> None:
    assert sent.stored == date(2026, 12, 31) or sent.status == 422


def first_of_two_hours(_case: Case, sent: Sent) -> None:
    """The night when 02:30 comes twice, it is the first: it is still summer time."""
    assert sent.status == 422 or sent.stored.astimezone(UTC).hour == 0


def refused_hour(_case: Case, sent: Sent) -> None:
    assert sent.status == 422
    assert sent.stored == sent.before


def inside(_case: Case, sent: Sent) -> None:
    where = sent.answer.headers["Location"]
    assert where.startswith("/") and not where.startswith(("//", "/\\"))
    assert where.isprintable()


def one_header(_case: Case, sent: Sent) -> None:
    assert not [one for one in sent.answer.headers.getlist("Set-Cookie") if one.startswith("x=")]
    assert "\n" not in str(sent.answer.headers.get("Location", ""))


def no_mail(_case: Case, sent: Sent) -> None:
    assert "mail" not in sent.changed


def mail_as_text(case: Case, sent: Sent) -> None:
    """Mails are plain text: what a person wrote stands there as it was written."""
    assert case.text in sent.stored
    inert(case, sent)


def nobody_else_s_name(_case: Case, sent: Sent) -> None:
    with sent.prober.app.app_context():
        assert not list(db.session.scalars(select(Mail.id).where(Mail.address.contains("evil"))))


def few_rows(_case: Case, sent: Sent) -> None:
    assert len(html.parse(sent.text).find_all("article")) <= 50


def wildcards_are_words(_case: Case, sent: Sent) -> None:
    page = html.parse(sent.text).find("main")
    assert not page.find("a", href=re.compile("^/(irritants|startups|decisions)/[a-z]{3}-"))


def one_line_logged(_case: Case, sent: Sent) -> None:
    assert [one for one in sent.prober.logged if "\n" in one or "\r" in one] == []


def our_host_alone(_case: Case, sent: Sent) -> None:
    for answer in sent.answers:
        assert "evil.example" not in answer.get_data(as_text=True)
        assert "evil.example" not in answer.headers.get("Location", "")


def cookie_as_set(_case: Case, sent: Sent) -> None:
    for cookie in sent.answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def as_without(_case: Case, sent: Sent) -> None:
    assert sent.answers[0].status_code == 303


def same_as_canonical(_case: Case, sent: Sent) -> None:
    assert sent.status == 404


def no_page_swapped(_case: Case, sent: Sent) -> None:
    assert sent.text == ""


def leads_to_sign_in(_case: Case, sent: Sent) -> None:
    told = sent.answer.headers
    assert told.get("HX-Redirect", "").startswith("/connexion") or "sign-in" in told["HX-Trigger"]


def no_token_in_url(_case: Case, sent: Sent) -> None:
    assert "csrf_token" not in sent.answer.headers.get("Location", "")


def not_signed_in(_case: Case, sent: Sent) -> None:
    assert "web_session" not in sent.changed


def still_signed_in(_case: Case, sent: Sent) -> None:
    assert sent.answers[0].status_code == 200
    assert sent.prober.send("agent", Request("GET", "/moi", {})).status_code == 200


def whole_page(_case: Case, sent: Sent) -> None:
    assert html.parse(sent.text).find("html") is not None


def never_kept(_case: Case, sent: Sent) -> None:
    assert "no-store" in sent.answer.headers["Cache-Control"]


def history_off(_case: Case, sent: Sent) -> None:
    """htmx keeps no copy of a page: none may be read after a sign-out on a shared machine."""
    told = html.parse(sent.text).find("meta", attrs={"name": "htmx-config"})["content"]
    assert '"historyCacheSize": 0' in told or '"historyCacheSize":0' in told


def page_and_part_agree(_case: Case, sent: Sent) -> None:
    assert {one.status_code for one in sent.answers} == {404}


def own_ballot(_case: Case, sent: Sent) -> None:
    with sent.prober.app.app_context():
        ballots = _ballots(sent)
        assert [one.person_id for one in ballots] == [sent.prober.scene.here.world.ids["ann"]]


def one_ballot(_case: Case, sent: Sent) -> None:
    with sent.prober.app.app_context():
        assert len(_ballots(sent)) == 1


def _ballots(sent: Sent) -> list[Ballot]:
    ref = sent.prober.scene.here.refs["item_open"]
    return list(db.session.scalars(select(Ballot).join(Item).where(Item.ref == ref)))


def same_answer(_case: Case, sent: Sent) -> None:
    assert len({(one.status_code, one.headers.get("Location")) for one in sent.answers}) == 1


def server_s_own(_case: Case, sent: Sent) -> None:
    ref = sent.answer.headers["Location"].split("/")[3]
    page = sent.prober.send("agent", Request("GET", f"/irritants/brouillons/{ref}/relecture", {}))
    assert page.status_code == 200
    assert "2000" not in html.parse(page.get_data(as_text=True)).find("main").get_text()


def first_kept(_case: Case, sent: Sent) -> None:
    assert [one.status_code for one in sent.answers] == [303, 409]
    assert sent.changed["irritant"] == 1


def done_once(_case: Case, sent: Sent) -> None:
    assert sent.answers[0].status_code == 303
    assert sent.answers[1].status_code in (409, 422)


def rules_unchanged(_case: Case, sent: Sent) -> None:
    assert "vote est ouvert" in sent.text


def nothing_hinted(_case: Case, sent: Sent) -> None:
    """A confidential irritant is neither shown nor counted to whoever may not read it."""
    for answer in sent.answers:
        page = html.parse(answer.get_data(as_text=True)).find("main")
        assert not page.find("a", href=re.compile("^/irritants/irr-"))


def another_session(_case: Case, sent: Sent) -> None:
    assert sent.answer.before != sent.answer.after


def out_and_uncounted(_case: Case, sent: Sent) -> None:
    with sent.prober.app.app_context():
        assert _ballots(sent) == []


def kept_apart(_case: Case, sent: Sent) -> None:
    """What was taken is given back to be kept: nothing of it runs, whatever opens it."""
    for served in sent.answers[:-1]:
        assert served.headers["Content-Disposition"].startswith("attachment;")
        assert served.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in served.headers["Content-Security-Policy"]


def plain_name(case: Case, sent: Sent) -> None:
    kept_apart(case, sent)
    for served in sent.answers[:-1]:
        assert not BIDI.search(unquote(served.headers["Content-Disposition"]))


def within_the_store(_case: Case, sent: Sent) -> None:
    """Contents bear their fingerprint: a name leads nowhere."""
    place = Path(sent.prober.app.extensions["portal.settings"].instance)
    known = {"portal.db", "portal.db-wal", "portal.db-shm", "portal.db.lock", "fichiers"}
    strange = {one.name for one in place.iterdir() if not one.name.startswith("portal")} - known
    assert {one for one in strange if not one.startswith("scene")} == set()


def nothing_half_kept(_case: Case, sent: Sent) -> None:
    place = Path(sent.prober.app.extensions["portal.settings"].instance) / "fichiers"
    assert list((place / "en-cours").glob("*")) == []
    assert "file_content" not in sent.changed


def never_opened(_case: Case, sent: Sent) -> None:
    """It is given back as it came, and nothing outside was asked for while it was taken."""
    assert sent.answer.reached == 0
    assert [one.data for one in sent.answers[:-1]] == [sent.answer.sent]


def place_forgotten(_case: Case, sent: Sent) -> None:
    served = sent.answers[0]
    assert samples.SECRET in sent.answer.sent and samples.SECRET not in served.data
    assert served.data.startswith(b"\xff\xd8") and served.mimetype == "image/jpeg"


def fine(_case: Case, _sent: Sent) -> None:
    """Said by the status alone, or proved on both databases by the test itself."""


ORACLES: dict[str, Oracle] = {
    "no_5xx": no_5xx,
    "state_consistent": state_consistent,
    "no_write": no_write,
    "get_never_writes": reading_writes_nothing,
    "not_stored": not_stored,
    "not_stored_mutated": not_stored,
    # Nothing but ASCII digits, and no week, is understood: both are asked again.
    "ascii_digits_only_or_same_value": not_stored,
    "iso_week_valid": not_stored,
    "stored_verbatim": stored_verbatim,
    "stored_nfc": stored_nfc,
    "no_split_grapheme_on_truncate": stored_verbatim,
    "not_stored_or_stripped": no_control,
    "bidi_isolated_or_stripped": bidi,
    "trimmed": trimmed,
    "treated_as_blank": treated_as_blank,
    "max_len_in_codepoints": not_longer,
    "layout_not_broken": not_longer,
    "no_privileged_label_confusion": agent_still,
    "role_unchanged": agent_still,
    "search_matches_nfc_and_nfd": both_spellings_find,
    "email_idn_policy": ascii_address,
    "email_unique_casefold": one_account,
    "french_error_message": french,
    "french_error_page": french,
    "no_script_exec": inert,
    "escaped_or_sanitized": inert,
    "escaped_in_html": inert,
    "charset_ignored": inert,
    "js_context_safe": inert,
    "hx_attributes_stripped": inert,
    "form_stripped": inert,
    "meta_stripped": inert,
    "no_dom_clobbering": inert,
    "no_third_party_request": inert,
    "no_request_sent": inert,
    "rel_noopener_nofollow": outside_links,
    "rendered_literally": literal,
    "time_lt_2s": quick,
    "mem_lt_256mb": light,
    "typed_text_not_lost": says_too_long,
    "csrf_still_enforced": refused_whole,
    "no_silent_empty_form": refused_whole,
    "due=2024-02-29": due,
    "due=2024-08-29": due,
    "anniversary_2025=2025-02-28": due,
    "fr_date_parsed_or_explained": french_date,
    "ambiguous_hour_resolved_and_shown": first_of_two_hours,
    "nonexistent_hour_rejected": refused_hour,
    "same_origin_location": inside,
    "single_header": one_header,
    "no_mail_sent": no_mail,
    "mail_escaped": mail_as_text,
    "from_header_quoted": nobody_else_s_name,
    "rows_capped": few_rows,
    "sort_allowlist": few_rows,
    "like_wildcards_escaped": wildcards_are_words,
    "log_escaped": one_line_logged,
    "log_single_line": one_line_logged,
    "no_link_with_foreign_host": our_host_alone,
    "cookie_stays_secure": cookie_as_set,
    "override_ignored": as_without,
    "same_policy_as_canonical": same_as_canonical,
    "no_login_page_swapped": no_page_swapped,
    "hx_redirect_or_event": leads_to_sign_in,
    "token_not_in_url": no_token_in_url,
    "no_session": not_signed_in,
    "session_kept": still_signed_in,
    "full_page_on_history_restore": whole_page,
    "no_store": never_kept,
    "hx_history_false": history_off,
    "same_verdict_as_full_page": page_and_part_agree,
    "ballot_belongs_to_session_user": own_ballot,
    "exactly_one_ballot": one_ballot,
    "same_receipt": same_answer,
    "server_fields_ignored": server_s_own,
    "first_kept": first_kept,
    "one_startup_created": done_once,
    "rules_hash_unchanged": rules_unchanged,
    "count_filtered_too": nothing_hinted,
    "session_id_rotated": another_session,
    "void_vote_offered": out_and_uncounted,
    "closed_stays_closed": no_write,
    "register_time_monotonic": state_consistent,
    "served_as_attachment": kept_apart,
    "nosniff": kept_apart,
    "filename_sanitized_in_disposition": plain_name,
    "no_file_outside_store": within_the_store,
    "no_partial_file_left": nothing_half_kept,
    "no_outbound_request": never_opened,
    "exif_stripped": place_forgotten,
    "magic_bytes_checked": not_stored,
    "no_overflow": fine,
    "no_crash": no_5xx,
    "casefold_no_crash": no_5xx,
    "same_verdict_sqlite_and_postgres": fine,
    "token_scoped": no_write,
}

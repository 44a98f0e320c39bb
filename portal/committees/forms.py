"""What people fill in around committees and sittings. Shapes only: sense is for the rules."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TimeField

from portal.committees.item_forms import phase_or_none
from portal.committees.words import Attendance, College, CommitteeKind, CommitteeMode, Direction
from portal.people.models import Person
from portal.people.words import AT_ONCE
from portal.policy import Role
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, Hidden, LastDay, LongText, Pick, Radio, Select, Text, Whole

OFFERED = (Attendance.PRESENT, Attendance.REMOTE, Attendance.EXCUSED, Attendance.ABSENT)

SEAT_ROLES = [
    ("", _l("Choisir…")),
    (Role.CHAIR.value, _l("Présidence")),
    (Role.DEPUTY.value, _l("Présidence suppléante")),
    (Role.SEAT.value, _l("Membre")),
    (Role.SECRETARY.value, _l("Secrétariat")),
]


class CommitteeForm(PageForm):
    """A committee, standing or for one purpose."""

    name = Text(
        _l("Nom du comité"),
        most=160,
        ask=_l("Nommez le comité, par exemple « Comité d’investissement numérique »."),
    )
    incubator = Pick(_l("Incubateur qui le porte"))
    mode = Radio(_l("Qui décide"), words=CommitteeMode, default=CommitteeMode.COLLEGIAL_VOTE)
    vote_minutes = Whole(_l("Durée d’un vote, en minutes"), least=1, most=20160, default=20)
    kind = Radio(
        _l("Combien de temps il dure"), words=CommitteeKind, default=CommitteeKind.STANDING
    )
    purpose = LongText(
        _l("Objet"),
        needed=False,
        most=500,
        description=_l("Pour un comité ad hoc : ce qu’il a à décider, en une phrase."),
    )
    ends_on = LastDay(
        _l("Dernier jour"),
        needed=False,
        description=_l(
            "Pour un comité ad hoc : un dernier jour, un nombre de séances, ou les deux."
        ),
    )
    most_sittings = Whole(_l("Nombre de séances"), least=1, most=50, needed=False)


class SettingsForm(VersionedForm):
    """Its settings."""

    name = Text(_l("Nom du comité"), most=160)
    mode = Radio(_l("Qui décide"), words=CommitteeMode)
    vote_minutes = Whole(_l("Durée d’un vote, en minutes"), least=1, most=20160)
    college_quorum = BooleanField(
        _l("Demander aussi la moitié de chaque collège"),
        description=_l("Sponsors, incubateur, programme : le collège se choisit avec le siège."),
    )


class SeatForm(PageForm):
    """A seat, from a day to a day."""

    email = Text(
        _l("Adresse de la personne"),
        most=254,
        ask=_l("Écrivez l’adresse d’une personne qui a un compte."),
    )
    role = Pick(_l("Siège"), ask=_l("Choisissez le siège."))
    quality = Text(
        _l("En quelle qualité"),
        most=160,
        ask=_l("Dites à quel titre, par exemple « directrice du budget »."),
    )
    voting = BooleanField(_l("Voix délibérative"), default=True)
    college = Select(
        _l("Collège, pour le quorum"),
        words=College,
        needed=False,
        description=_l("Seulement si le comité demande un quorum par collège."),
    )
    starts_on = Day(_l("À partir du"))
    ends_on = LastDay(_l("Dernier jour, s’il est connu"), needed=False)


class SeatDaysForm(VersionedForm):
    """From when to when a seat counts, and why that changes."""

    starts_on = Day(_l("Premier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    ends_on = LastDay(
        _l("Dernier jour, s’il est connu"),
        needed=False,
        description=_l("Le siège compte encore ce jour-là. Laissez vide s’il n’a pas de terme."),
    )
    motive = LongText(
        _l("Motif"), most=500, ask=_l("Dites pourquoi les dates changent : la personne le lira.")
    )


class UnseatForm(PageForm):
    """The end of a seat."""

    seat = Pick(_l("Mandat"), ask=_l("Choisissez le mandat qui prend fin."))
    ends_on = LastDay(_l("Dernier jour"), id="unseat-ends-on", description=AT_ONCE)
    motive = Text(_l("Motif"), id="unseat-motive", ask=_l("Dites pourquoi le mandat prend fin."))


class SittingForm(PageForm):
    """A date and a place."""

    day = Day(_l("Jour"), ask=_l("Choisissez le jour de la séance."))
    hour = TimeField(_l("Heure"), validators=[], description=_l("Par exemple 14:30"))
    place = Text(_l("Lieu ou lien de visioconférence"), needed=False)


class MoveForm(SittingForm):
    """Another date or place, with its motive when it is close."""

    day = Day(_l("Nouveau jour"), id="move-day", ask=_l("Choisissez le jour de la séance."))
    hour = TimeField(
        _l("Nouvelle heure"), id="move-hour", validators=[], description=_l("Par exemple 14:30")
    )
    place = Text(_l("Lieu ou lien de visioconférence"), id="move-place", needed=False)
    urgency = LongText(
        _l("Motif d’urgence"),
        id="move-urgency",
        needed=False,
        most=500,
        description=_l("Nécessaire quand la séance est plus proche que le délai de convocation."),
    )


class ConveneForm(PageForm):
    """Convening."""

    urgency = LongText(
        _l("Motif d’urgence"),
        needed=False,
        most=500,
        description=_l("Nécessaire quand la séance est plus proche que le délai de convocation."),
    )


class MotiveForm(PageForm):
    """A motive."""

    motive = LongText(
        _l("Motif"),
        most=1000,
        id="annulment-motive",
        ask=_l("Écrivez le motif : il figurera au procès-verbal."),
    )


class AttendanceForm(PageForm):
    """How each member takes part: one question a person, added by `attendance_form`."""

    def attendances(self, members: list[Person]) -> dict[int, Attendance]:
        """What was ticked for each member; whoever was left alone stays as they were."""
        told = {person.id: self[_question(person)].data for person in members}
        return {person_id: word for person_id, word in told.items() if word is not None}


def attendance_form(
    members: list[Person],
    noted: dict[int, Attendance],
    names: dict[int, str] | None = None,
    **kwargs,
):
    """The form that asks how each of these people takes part; `names` says more of some."""
    told = names or {}
    asked = {
        _question(person): Radio(told.get(person.id, person.name), words=Attendance, needed=False)
        for person in members
    }
    known = {_question(person): noted.get(person.id) for person in members}
    form = type("AttendanceForm", (AttendanceForm,), asked)(data=known, **kwargs)
    for name in asked:
        form[name].choices = [(word.value, word.label) for word in OFFERED]
    return form


def _question(person: Person) -> str:
    return f"presence-{person.ref}"


class MinutesForm(VersionedForm):
    """The secretary's prose."""

    prose = LongText(
        _l("Débats et observations"),
        most=60000,
        needed=False,
        description=_l(
            "En Markdown. Présences, décomptes et décisions sont écrits par le portail."
        ),
    )


class SignForm(PageForm):
    """A signature, upon the text that was shown."""

    seen = Hidden()


class SendInvestigationForm(PageForm):
    """Carrying an investigation to a committee."""

    committee = Pick(_l("Comité"))
    startup_title = Text(
        _l("Nom proposé pour la startup"), ask=_l("Donnez le nom que porterait la startup.")
    )
    startup_mission = LongText(
        _l("Sa mission en une phrase"),
        most=500,
        ask=_l(
            "Dites sa mission à l’infinitif, par exemple « Éviter aux familles de ressaisir leurs revenus »."
        ),
    )


class SendStartupForm(PageForm):
    """Putting a startup before a committee."""

    committee = Pick(_l("Comité"))
    direction = Pick(_l("Suite proposée"), coerce=Direction)
    phase = Pick(_l("Phase visée, si elle change"), needed=False, coerce=phase_or_none)


class SendTakeoverForm(PageForm):
    """Putting an offer to take a service over before a committee."""

    committee = Pick(_l("Comité"), ask=_l("Choisissez le comité."))

"""What people fill in about one seat: who stands for its holder, and its college."""

from flask_babel import lazy_gettext as _l

from portal.committees.words import College
from portal.web.forms import PageForm
from portal.web.input import Day, Hidden, LastDay, LongText, Select, Text


class SubstituteForm(PageForm):
    """Who sits when the holder of a seat is away, and on which days."""

    email = Text(
        _l("Adresse de la personne suppléante"),
        most=254,
        ask=_l("Écrivez l’adresse d’une personne qui a un compte."),
    )
    starts_on = Day(_l("À partir du"))
    ends_on = LastDay(
        _l("Dernier jour, s’il est connu"),
        needed=False,
        description=_l("Laissez vide : la suppléance dure autant que le siège."),
    )
    motive = LongText(
        _l("Motif"),
        most=500,
        ask=_l("Dites pourquoi : les deux personnes le liront."),
        description=_l("Par exemple « siège de droit »."),
    )


class CollegeForm(PageForm):
    """The college of a seat, and why it changes."""

    college = Select(
        _l("Collège, pour le quorum"),
        words=College,
        needed=False,
        description=_l("Laissez vide si le siège n’est d’aucun collège."),
    )
    # What was read: nobody replaces unknowingly what somebody else has just chosen.
    was = Hidden()
    motive = LongText(
        _l("Motif"),
        id="college-motive",
        most=500,
        ask=_l("Dites pourquoi le collège change : la personne le lira."),
    )

"""What is filled in when an organisation joins the sponsors or leaves them."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import PageForm
from portal.web.input import Day, LongText, Pick, Whole


class AddSponsorForm(PageForm):
    """One more sponsor."""

    organisation = Pick(_l("Organisation"), ask=_l("Choisissez l’organisation."))
    share = Whole(
        _l("Sa part, en pour cent"),
        most=100,
        needed=False,
        description=_l("Laissez vide si elle n’est pas encore connue."),
    )
    since = Day(_l("Depuis le"), ask=_l("Écrivez une date, par exemple 04/12/2026."))


class EndSponsorForm(PageForm):
    """It sponsors no more."""

    last_on = Day(_l("Dernier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    motive = LongText(
        _l("Motif"),
        most=500,
        ask=_l("Écrivez le motif : chacun des prévenus le lira."),
        description=_l("Les personnes prévenues le liront. Il reste au journal."),
    )

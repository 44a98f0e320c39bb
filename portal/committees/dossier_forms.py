"""What a team fills in around its dossier, its proposal apart: the grid, a file, an addendum."""

from flask_babel import gettext as _, lazy_gettext as _l

from portal.committees.grid_words import GridLine
from portal.files.words import ACCEPTED
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Attachment, LongText

TAKE_OVER = "reprendre"
EVERYTHING = "toutes"


class GridTextsForm(VersionedForm):
    """The ten lines of the grid, in prose where the sheet does not say it all."""

    def texts(self) -> dict[GridLine, str]:
        """What is written on each line."""
        return {line: self[line.value].data or "" for line in GridLine}


for _line in GridLine:
    setattr(GridTextsForm, _line.value, LongText(_line.label, most=4000, needed=False))


class DossierFileForm(PageForm):
    """A file of the dossier."""

    file = Attachment(_l("Joindre un fichier"), name="fichier", render_kw={"accept": ACCEPTED})

    def validate(self, extra_validators=None) -> bool:
        """There is nothing to send without a file."""
        fine = super().validate(extra_validators)
        if self.file.data is None:
            self.file.errors = [*self.file.errors, _("Choisissez un fichier à joindre.")]
        return fine and self.file.data is not None


class AddendumForm(PageForm):
    """What comes after freezing, with a file or without."""

    body = LongText(
        _l("Complément"), id="addendum-body", most=10000, ask=_l("Écrivez le complément.")
    )
    file = Attachment(
        _l("Joindre un fichier au complément"),
        name="fichier",
        id="addendum-file",
        render_kw={"accept": ACCEPTED},
    )

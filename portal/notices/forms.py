"""What a person chooses to receive."""

from datetime import UTC, datetime, timedelta

from portal.notices.words import Group, Pace
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Hidden, Radio

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 16


class UpToForm(PageForm):
    """All of them, up to the newest that the page shows."""

    newest = Hidden()


class UndoForm(PageForm):
    """What was marked read at this moment (`mark_of`)."""

    at = Hidden()


def mark_of(moment: datetime) -> str:
    """A moment as an address and a form carry it: microseconds, nothing lost."""
    return str((moment - _BEGINNING) // timedelta(microseconds=1))


def read_mark(mark: str | None) -> datetime | None:
    """The moment again; None for anything else."""
    if not mark or len(mark) > _DIGITS or not (mark.isascii() and mark.isdigit()):
        return None
    return _BEGINNING + timedelta(microseconds=int(mark))


class PreferencesForm(VersionedForm):
    """A pace for each group."""

    mine = Radio(Group.MINE.label, words=Pace)
    triage = Radio(Group.TRIAGE.label, words=Pace)
    work = Radio(Group.WORK.label, words=Pace)
    committees = Radio(Group.COMMITTEES.label, words=Pace)
    account = Radio(Group.ACCOUNT.label, words=Pace)

    def paces(self) -> dict[Group, Pace]:
        """What was chosen, by group."""
        return {group: self[group.value].data for group in Group}

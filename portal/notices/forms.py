"""What a person chooses to receive."""

from portal.notices.words import Group, Pace
from portal.web.forms import VersionedForm
from portal.web.input import Radio


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

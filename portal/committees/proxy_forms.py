"""What people fill in to be represented. Shapes only: sense is for the rules."""

from flask_babel import gettext as _, lazy_gettext as _l

from portal.web.forms import PageForm
from portal.web.input import Pick, Text


class ProxyForm(PageForm):
    """A proxy: one's own, or one received on paper."""

    giver = Pick(_l("Qui ne vient pas"), ask=_l("Choisissez qui ne vient pas."))
    holder = Pick(_l("Qui vote à sa place"), ask=_l("Choisissez qui vote à sa place."))
    paper = Text(
        _l("Où se trouve l’écrit"),
        most=300,
        ask=_l("Dites où se trouve l’écrit reçu."),
        description=_l("Par exemple « courriel du 4 mars, versé au dossier de séance »."),
    )

    def offer(self, members: list[tuple[str, str]], *, me: str) -> None:
        """Give the members who vote; `me` gives their own, and nobody else's."""
        self._me = me
        first = ("", _("Choisir…"))
        self.giver.choices = [first, *members]
        self.holder.choices = [first, *(one for one in members if one[0] != me)]
        if me:
            self.holder.label.text = _("Qui vote à votre place")
            del self.giver, self.paper

    def giver_ref(self) -> str:
        """Who gives it."""
        return self._me or self.giver.data

    def paper_text(self) -> str:
        """Where the paper is; nothing for one's own."""
        return "" if self._me else self.paper.data or ""

"""What the register seals."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class EntryType(Word):
    """The sort of an entry."""

    DECISION = "decision", _l("décision proclamée")
    MINUTES = "minutes", _l("procès-verbal signé")
    CORRIGENDUM = "corrigendum", _l("rectificatif signé")
    EXTENSION = "extension", _l("prolongation signée")

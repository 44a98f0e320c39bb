"""Headers of a mail that must leave on one line.

The library would write an address longer than a line in coded words, which no mail program follows.
"""

from email import policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader


class WholeHeader(UnstructuredHeader):
    """Written as it is, however long."""

    def fold(self, *, policy) -> str:
        """The header and its value, on one line."""
        return f"{self.name}: {self}{policy.linesep}"


_REGISTRY = HeaderRegistry()
_REGISTRY.map_to_type("list-unsubscribe", WholeHeader)
POLICY = policy.default.clone(header_factory=_REGISTRY)

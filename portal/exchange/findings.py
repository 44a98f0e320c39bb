"""What the reader has to say of the files, each remark with its file and line."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .sentences import SENTENCES
from .words import Level


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: `path` is relative to the content folder, `line` counts from 1 (0: none)."""

    level: Level
    path: str
    line: int
    code: str
    details: dict[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The French sentence (or its translation), made when it is read."""
        return str(SENTENCES[self.code][1]) % {key: str(it) for key, it in self.details.items()}

    @property
    def where(self) -> str:
        """`file:line`, as compilers and editors write it."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Notes:
    """The remarks made on one file while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._findings: list[Finding] = []

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def say(self, code: str, line: int = 0, /, **details: object) -> None:
        """Add the remark; its level is that of its code."""
        level = SENTENCES[code][0]
        self._findings.append(Finding(level, self.path, line, code, details))

    @property
    def refused(self) -> bool:
        """Whether the file must stay out."""
        return any(one.level is Level.REFUSED for one in self._findings)

"""Pages of a list, whose address can be shared."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

SIZE = 25
# Beyond this the exact number costs more than it tells (docs: « plus de 1 000 »).
COUNTED = 1000


@dataclass
class Pager:
    """One page of a list: its rows, its number, and the way to the others."""

    rows: list
    page: int
    total: int
    size: int = SIZE
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def is_capped(self) -> bool:
        """Whether there are more than the count says."""
        return self.total > COUNTED

    def url(self, page: int) -> str:
        """The address of another page of the same list, filters kept."""
        return f"{request.path}?{urlencode(self.args | {'page': page}, doseq=True)}"


def asked_page() -> int:
    """The page number in the address; anything odd means the first."""
    text = request.args.get("page", "1")
    sane = len(text) <= 9 and text.isascii() and text.isdigit()
    return max(1, min(int(text), 10_000)) if sane else 1


def paginate(session: Session, query: Select, *, size: int = SIZE) -> Pager:
    """The page asked for of an ordered query of one entity; counts no further than needed."""
    capped = query.order_by(None).limit(COUNTED + 1).subquery()
    total = session.scalar(select(func.count()).select_from(capped)) or 0
    page = asked_page()
    rows = list(session.scalars(query.limit(size).offset((page - 1) * size)).unique())
    args = {
        key: values for key, values in request.args.to_dict(flat=False).items() if key != "page"
    }
    return Pager(rows=rows, page=page, total=total, size=size, args=args)

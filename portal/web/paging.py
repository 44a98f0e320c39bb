"""Pages of a list, whose address can be shared."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import Session

SIZE = 25
# Beyond this the exact number costs more than it tells (docs: « plus de 1 000 »).
COUNTED = 1000
# The last page that exists in a list longer than that ends here.
FURTHEST = COUNTED + SIZE


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
    """The page asked for of an ordered query of one entity; counts no further than needed.

    Rows and their number are asked together. Nobody reads further than what is counted: beyond,
    the last page that is.
    """
    total = _capped_count(query)
    page = min(asked_page(), FURTHEST // size)
    asked = query.add_columns(total).limit(size).offset((page - 1) * size)
    found = session.execute(asked).unique().all()
    # A page beyond the last row knows nothing of those before it.
    count = found[0][1] if found else (page > 1 and session.scalar(select(total))) or 0
    rows = [row[0] for row in found]
    args = {
        key: values for key, values in request.args.to_dict(flat=False).items() if key != "page"
    }
    return Pager(rows=rows, page=page, total=count, size=size, args=args)


def _capped_count(query: Select) -> ScalarSelect[int]:
    bare = query.with_only_columns(literal(1), maintain_column_froms=True).order_by(None)
    capped = bare.limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(capped).scalar_subquery()

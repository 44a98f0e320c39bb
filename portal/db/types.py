"""Column types shared by every table."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Enum, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An instant, stored in UTC on both databases; one without a zone is an error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Figure(TypeDecorator[Decimal]):
    """A number of three decimals at most, kept whole in thousandths: exact on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int(value * 1000)

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / 1000


def code(words: type[StrEnum], name: str = "") -> Enum:
    """A column of one of our words, kept as its code and checked by the database.

    `name` tells apart the checks of a table that keeps the same words twice.
    """
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or re.sub(r"(?<!^)(?=[A-Z])", "_", words.__name__).lower(),
        values_callable=lambda kind: [member.value for member in kind],
    )


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Big = BigInteger().with_variant(Integer, "sqlite")

pk = Annotated[int, mapped_column(Big, primary_key=True)]
ref = Annotated[str, mapped_column(String(12), unique=True)]
moment = Annotated[datetime, mapped_column(Moment)]
day = Annotated[date, mapped_column(Date)]
figure = Annotated[Decimal, mapped_column(Figure)]

"""The measures as a table to read, and as one to keep in the documents (ratios only)."""

from bench.measuring import Measure

Cells = list[str]
_HEAD = ["point", "req/s", "p50", "p95", "p99", "web", "base", "(a)", "(b)", "× (b)"]
_HEAD += ["requêtes", "octets", "gzip", "erreurs"]
_KEPT = ["point", "× (b)", "p99 / p50", "requêtes", "Ko", "Ko gzip"]


def table(measures: list[Measure]) -> str:
    """Every figure, in milliseconds, in columns."""
    rows = [_HEAD, *(_cells(one) for one in measures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def markdown(runs: dict[str, list[Measure]]) -> str:
    """The ratios of each run, as tables: figures alone mean nothing on another machine."""
    parts = []
    for title, measures in runs.items():
        rows = [_KEPT, ["---"] * len(_KEPT), *(_kept(one) for one in measures)]
        parts += [f"### {title}", "", *(f"| {' | '.join(row)} |" for row in rows), ""]
    return "\n".join(parts)


def _cells(one: Measure) -> Cells:
    figures = one.figures
    base = "" if figures.database is None else _number(figures.database)
    times = [figures.a_second, figures.p50, figures.p95, figures.p99, figures.web]
    floor = [one.constant.total, one.memory.total, one.ratio]
    counts = [one.statements, one.bytes, one.gzipped, figures.errors]
    return [one.label, *map(_number, times), base, *map(_number, floor), *map(str, counts)]


def _kept(one: Measure) -> Cells:
    spread = one.figures.p99 / one.figures.p50
    sizes = [_number(one.bytes / 1000), _number(one.gzipped / 1000)]
    return [one.label, _number(one.ratio), _number(spread), str(one.statements), *sizes]


def _line(row: Cells, widths: list[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")

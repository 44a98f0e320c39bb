"""How much memory this process took at its highest while something ran."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")
# Linux forgets the highest mark when it reads this.
_FORGET_PEAK = "5"


@contextmanager
def peak() -> Iterator[list[int]]:
    """Fills the list, at the end, with the bytes taken above what was held at the start."""
    grown: list[int] = []
    if _RESET.exists():
        _RESET.write_text(_FORGET_PEAK)
    held = _kilobytes("VmRSS")
    yield grown
    grown.append((_kilobytes("VmHWM") - held) * 1024)


def _kilobytes(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE)
    assert found, name
    return int(found[1])

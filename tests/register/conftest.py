"""A register of three entries, and the stand-alone script loaded from its file."""

import importlib.util
from pathlib import Path

import pytest

from portal.register import actions
from tests.support.apps import MONDAY

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "verify_register.py"


@pytest.fixture(scope="session")
def script():
    """The module of tools/verify_register.py."""
    spec = importlib.util.spec_from_file_location("verify_register", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fill(session, count: int = 3) -> None:
    """Seal decisions that say « Poursuite n »."""
    for number in range(count):
        told = {"titre": f"Poursuite n° {number} « été »", "montant": 1000 * number, "mois": 6}
        actions.append(session, "decision", f"dec-0000000{number}", told, now=MONDAY)

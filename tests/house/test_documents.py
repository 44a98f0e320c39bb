"""The documents made from the code say what the code does."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("describe", ROOT / "tools" / "describe.py")
describe = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(describe)


@pytest.mark.parametrize("name", describe.DOCUMENTS)
def test_a_generated_document_is_up_to_date(name):
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert kept == describe.DOCUMENTS[name](), "lancez `python tools/describe.py`"

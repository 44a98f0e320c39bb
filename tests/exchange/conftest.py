"""The invented folder, and the genuine one where it is at hand."""

import os
from pathlib import Path

import pytest

from .folder import Folder

_REAL = "PORTAL_TEST_REAL_DATA"
_ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture(scope="session")
def real_folder() -> Path:
    place = Path(os.environ.get(_REAL) or _ROOT.parent / "shared/data/beta.gouv.fr")
    if not place.is_dir():
        pytest.skip(f"the programme's files are not there: set {_REAL} to their folder")
    return place

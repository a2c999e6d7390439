"""Fixtures that every group of tests may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.model import Handbook
from handbook.project import Checked, check_project

from tests.small_handbook import small_settings


@pytest.fixture(scope="session")
def repository() -> Path:
    """The project's own folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real(repository: Path) -> Checked:
    """The real handbook, read and checked."""
    return check_project(repository)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The declarations of the small handbook that tests are written on."""
    return small_settings(tmp_path_factory.mktemp("small"))

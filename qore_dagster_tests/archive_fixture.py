"""The folder of an archive; the conftest of a folder that wants it imports it."""

from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The archive's root."""
    folder = tmp_path / "documentos"
    folder.mkdir()
    return folder

"""Editions order (source, version) as loads need it, and are read back."""

from itertools import pairwise

import pytest

from qore_dagster.model.edition import SOURCES, edition_of, source_of
from qore_dagster.model.file_type import FileType


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("version", [1, 2, 999_999])
def test_source_and_version_are_read_back(source: FileType, version: int) -> None:
    assert source_of(edition_of(source, version)) == (source, version)


def test_a_better_source_beats_any_version_of_a_lesser_one() -> None:
    for better, lesser in pairwise(SOURCES):
        assert edition_of(better, 1) > edition_of(lesser, 999_999) > edition_of(lesser, 1)


def test_the_edition_of_5_0_is_its_version() -> None:
    assert edition_of(FileType.XML_5_0, 3) == 3

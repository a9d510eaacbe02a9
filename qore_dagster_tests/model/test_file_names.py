"""Names that every system takes, made of any text."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.model.file_names import LONGEST, folded, is_device, is_safe, safe_name

ANY_TEXT = st.text(max_size=100) | st.text(alphabet='abcCONcom1²³ ./\\:*?"<>|\t\0\u200b\u0301ÁéİßﬁÅ(', max_size=100)


@given(ANY_TEXT)
def test_a_made_name_is_safe_and_stays_as_it_is(text: str) -> None:
    name = safe_name(text)
    assert safe_name(name) == name
    assert not set(name) & set('/\\:*?"<>|')
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs"} for char in name)
    assert name == name.strip(" .") == unicodedata.normalize("NFC", name)
    assert not is_device(name)
    assert len(name) <= LONGEST
    assert len(name.encode()) <= 180
    assert is_safe(name) is bool(name)


@given(ANY_TEXT)
def test_a_made_name_is_one_entry_of_a_folder(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    name = safe_name(text)
    if name:
        folder = tmp_path_factory.getbasetemp()
        (folder / name).mkdir()
        assert name in os.listdir(folder)  # noqa: PTH208 - the names alone
        (folder / name).rmdir()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FIP ZED MULT", "FIP ZED MULT"),
        ("FIDC A/B: C*D?", "FIDC A-B- C D"),
        ('FIM "ALFA" <X>|Y', "FIM ALFA X -Y"),
        ("../../etc/passwd", "-..-etc-passwd"),
        (r"C:\fundos", "C--fundos"),
        ("ZED S.A. . ", "ZED S.A"),
        ("CON", "_CON"),
        ("com1.fundo", "_com1.fundo"),
        ("LPT¹", "_LPT¹"),
        ("ZED\tFIP\u00a0 X\u200b", "ZED FIP X"),
        ("AC\u0327A\u0303O", "AÇÃO"),
        ("x" * 59 + ". y", "x" * 59),
        ("😀" * 60, "😀" * 45),
        ("???", ""),
        (".", ""),
    ],
)
def test_what_becomes_of_what(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.parametrize("name", ["06. Carteiras", "FIP  ZED", "x" * 120, "Ações"])
def test_a_chosen_name_may_be_odd(name: str) -> None:
    assert is_safe(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", " ZED", "ZED ", "ZED.", "a/b", "a\\b", "C:", "nul", "NUL.txt", "x" * 121]
)
def test_a_chosen_name_must_be_one_that_every_system_takes(name: str) -> None:
    assert not is_safe(name)


def test_names_that_some_system_confuses_fold_into_one() -> None:
    assert len({folded(name) for name in ("AÇÃO FI", "ação fi", "AC\u0327A\u0303O FI", "ação ﬁ")}) == 1


def test_names_are_paths_of_one_part() -> None:
    assert Path(safe_name("a/b")).parts == ("a-b",)

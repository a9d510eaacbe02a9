"""Names and folders: those that people know, with the year, and one for each fund, day, type and version."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qore_dagster.archive.destinations import Destination, destinations
from qore_dagster.archive.errors import ArchiveError
from qore_dagster.archive.names import MONTHS, base_name, fund_folders, split_version, versioned
from qore_dagster.model.file_names import folded, safe_name
from qore_dagster.model.file_type import FileType
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.funds import Fund
from qore_dagster.registry.matching import match
from qore_dagster.settings import Settings, SettingsError, load_settings

PDF, XLS, XML, XML_4 = FileType.CARTEIRA_PDF, FileType.CARTEIRA_EXCEL, FileType.XML_5_0, FileType.XML_4_01
DAY = date(2026, 11, 19)
U1, U2 = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
[ZED], _ = match([], [PortalFund(U1, "FIP ZED")])

DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NAMES = st.text(max_size=80) | st.text(alphabet='aÁÀ/\\:*?"<>|. (1)-ﬁ', max_size=12)


def settings(**folders: str) -> Settings:
    """Settings with these archive folders."""
    return load_settings(_env_file=None, **folders)


def paths(given: Settings, file_type: FileType, day: date, fund: Fund, version: int = 0) -> list[Path]:
    """Where a file goes."""
    name = versioned(base_name(day, file_type, fund), version, file_type.extension)
    return [_folder(place, day, fund) / name for place in destinations(given).get(file_type, ())]


def _folder(place: Destination, day: date, fund: Fund) -> Path:
    return Path(place.base, *place.own, *place.layout(day, fund))


def test_files_go_where_people_know_them_in_the_year() -> None:
    given = settings(qore_archive="/srv/docs")
    assert {file_type: [str(path) for path in paths(given, file_type, DAY, ZED)] for file_type in FileType} == {
        PDF: [
            "/srv/docs/FIP ZED/06. Carteiras/2026/11 - Novembro/19.11 - Carteira Diaria - FIP ZED.pdf",
            "/srv/docs/Monitoramento/2026/19.11 - Carteira Diaria - FIP ZED.pdf",
        ],
        XLS: ["/srv/docs/Excel/2026/19.11 - Carteira Excel - FIP ZED.xlsx"],
        XML: ["/srv/docs/XML/2026/19.11 - Carteira XML - FIP ZED.xml"],
        XML_4: ["/srv/docs/XML/2026/19.11 - Carteira XML 4.01 - FIP ZED.xml"],
    }


def test_each_folder_can_be_chosen_and_a_type_without_one_is_not_archived() -> None:
    chosen = settings(qore_archive="/docs", qore_archive_xml="/mnt/xml", qore_archive_monitoring="/mnt/monitor")
    assert [str(p.parent) for p in paths(chosen, XML, DAY, ZED)] == ["/mnt/xml/2026"]
    assert [str(p.parent) for p in paths(chosen, PDF, DAY, ZED)][1:] == ["/mnt/monitor/2026"]
    assert destinations(settings()) == {}
    assert set(destinations(settings(qore_archive_excel="/mnt/excel"))) == {XLS}
    monitored = settings(qore_archive_monitoring="/mnt/monitor")
    assert [str(p.parent) for p in paths(monitored, PDF, DAY, ZED)] == ["/mnt/monitor/2026"]


def test_an_address_is_no_folder() -> None:
    with pytest.raises(SettingsError, match="QORE_ARCHIVE_XML: deve ser uma pasta"):
        settings(qore_archive_xml="s3://bucket/xml")


def test_a_fund_has_the_folder_that_people_chose() -> None:
    chosen = replace(ZED, filing_folder="FIPs/01. Zed")
    assert fund_folders(DAY, chosen) == ("FIPs", "01. Zed", "06. Carteiras", "2026", "11 - Novembro")


def test_months_have_no_accents() -> None:
    assert [fund_folders(date(2026, month, 1), ZED)[-1] for month in (1, 3, 12)] == [
        "01 - Janeiro",
        "03 - Marco",
        "12 - Dezembro",
    ]
    assert all(month.isascii() for month in MONTHS)


@pytest.mark.parametrize("folder", ["..", "../x", "/srv", "a//b", "a/./b", "C:", "a\\b", "nul", "x/"])
def test_defect_62_no_folder_leads_outside(folder: str) -> None:
    with pytest.raises(ArchiveError, match="zed"):
        fund_folders(DAY, replace(ZED, slug="zed", filing_folder=folder))


@given(DATES, st.sampled_from(FileType), NAMES, st.integers(0, 1200))
def test_a_name_tells_day_kind_fund_and_version_again(
    day: date, file_type: FileType, short_name: str, version: int
) -> None:
    [fund], _ = match([], [PortalFund(U1, short_name)])
    base = base_name(day, file_type, fund)
    name = versioned(base, version, file_type.extension)
    assert split_version(name) == (base, version, file_type.extension)
    told_day, kind, told_fund = base.split(" - ", 2)
    assert (told_day, told_fund) == (f"{day:%d.%m}", fund.filing_name)
    assert kind.startswith("Carteira ")
    assert len(name) <= 110
    assert len(name.encode()) <= 255


@given(DATES, DATES, st.sampled_from(FileType), st.sampled_from(FileType), NAMES, NAMES, st.integers(0, 3))
def test_no_two_files_have_one_path(
    day: date, other_day: date, file_type: FileType, other_type: FileType, name: str, other_name: str, version: int
) -> None:
    (fund, other_fund), _ = match([], [PortalFund(U1, name), PortalFund(U2, other_name)])
    assume((day, file_type) != (other_day, other_type))
    given = settings(qore_archive="/docs")
    first = [folded(str(p)) for p in paths(given, file_type, day, fund)]
    for of_day, of_type, of_fund, of_version in (
        (other_day, other_type, fund, 0),
        (day, file_type, other_fund, version),
        (other_day, other_type, other_fund, version),
    ):
        assert not set(first) & {folded(str(p)) for p in paths(given, of_type, of_day, of_fund, of_version)}


@given(DATES, st.sampled_from(FileType), NAMES, st.text(alphabet="a./\\: ", max_size=8) | NAMES)
def test_defect_62_no_path_leaves_the_root(day: date, file_type: FileType, name: str, folder: str) -> None:
    [fund], _ = match([], [PortalFund(U1, name)])
    hostile = replace(fund, filing_folder=folder or None)
    try:
        found = paths(settings(qore_archive="/docs"), file_type, day, hostile)
    except ArchiveError:
        assert any(not part or part != safe_name(part) for part in folder.split("/"))
        return
    for path in found:
        assert ".." not in path.parts
        assert path.is_relative_to("/docs")
        assert path.parts[-1].endswith(file_type.extension)


@pytest.mark.parametrize("name", ["notas", ".hidden", ""])
def test_a_file_of_somebody_else_may_have_no_extension(name: str) -> None:
    assert split_version(name) is None


def test_a_fund_of_an_older_registry_is_filed_under_its_slug() -> None:
    assert base_name(DAY, XML, replace(ZED, filing_name=None)) == "19.11 - Carteira XML - fip-zed"

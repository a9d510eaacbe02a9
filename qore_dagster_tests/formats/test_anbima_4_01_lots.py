"""Lots of many funds: one fund's fault is its own, a document's fault ends it, and memory does not grow."""

import subprocess
import sys
from pathlib import Path

import pytest

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import Unread
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster_tests.formats.lots import CNPJ, HEADER, SHARE, block, fund, lot, outcomes, portfolios

_GOOD = fund(block("acoes", SHARE))


def _without(*names: str) -> dict[str, str]:
    return {name: text for name, text in HEADER.items() if name not in names}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (fund(dtposicao=""), "falta dtposicao"),
        (fund(dtposicao="00000000"), "falta dtposicao"),
        (fund(dtposicao="20240230"), "'20240230' não existe no calendário"),
        (fund(dtposicao="28/06/2024"), "'28/06/2024' não é uma data"),
        (fund(patliq=""), "falta patliq"),
        (fund(patliq="1.234,56"), "'1.234,56' não é um número"),
        (fund(cnpj="00000000000000"), "falta cnpj"),
        (fund(cnpj="**************"), "falta cnpj"),
        (fund(valorcota="abc"), "'abc' não é um número"),
        (fund(header=_without("cnpj")), "falta cnpj"),
        (fund(header=_without("patliq", "dtposicao")), "falta dtposicao, patliq"),
        (fund(kind="carteira", header=_without("cnpj")), "falta codcart, cnpjcpf"),
        ("<fundo/>", "falta o cabeçalho (header)"),
        ("<fundo><acoes/></fundo>", "falta o cabeçalho (header)"),
        ("<fundos><fundo/></fundos>", "não é fundo nem carteira"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_tricky_12_one_bad_fund_loses_no_other(bad: str, says: str, place: int) -> None:
    lines = [_GOOD, _GOOD]
    lines.insert(place, bad)
    found = outcomes(lot(*lines))
    unread = found.pop(place)
    assert isinstance(unread, Unread)
    assert says in unread.fault.reason
    assert f"lote.xml, linha {place + 2}, arquivoposicao_4_01/" in unread.fault.reason
    assert unread.fault.action
    assert [isinstance(outcome, ParsedPortfolio) and len(outcome.holdings) for outcome in found] == [1, 1]


@pytest.mark.parametrize(
    ("bad", "subject"),
    [
        (fund(patliq="x"), f"{CNPJ} · FUNDO DE TESTE"),
        (fund(cnpj="", patliq="x"), "FUNDO DE TESTE"),
        (fund(kind="carteira", header={"codcart": "C1", "nome": "Ana", "patliq": "x"}), "C1 · Ana"),
        ("<fundo/>", "fundo, linha 2"),
    ],
)
def test_an_unread_fund_is_named_as_far_as_it_is_known(bad: str, subject: str) -> None:
    (unread,) = outcomes(lot(bad))
    assert isinstance(unread, Unread)
    assert unread.subject == subject


def test_a_lot_says_that_it_is_one() -> None:
    assert [parsed.envelope for parsed in portfolios(lot(_GOOD))] == ["fundo"]
    assert [parsed.envelope for parsed in portfolios(lot(_GOOD, _GOOD, _GOOD))] == ["lote"] * 3


@pytest.mark.parametrize("good", [1, 2, 500])
@pytest.mark.parametrize("rest", ["<fundo><a></fundo>", "<fundo>A & B</fundo>", "<fundo><a>"])
def test_a_malformed_rest_loses_only_itself(good: int, rest: str) -> None:
    found = outcomes(lot(*[_GOOD] * good, rest))
    *before, unread = found
    assert isinstance(unread, Unread)
    assert "XML malformado" in unread.fault.reason
    assert "lote.xml, linha" in unread.fault.reason
    assert [isinstance(outcome, ParsedPortfolio) for outcome in before] == [True] * good


def test_a_malformed_rest_is_told_with_its_line() -> None:
    unread = outcomes(lot(*[_GOOD] * 400, "<fundo>\nA & B</fundo>"))[-1]
    assert isinstance(unread, Unread)
    assert "linha 403:" in unread.fault.reason


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "malformado"),
        (b"not xml", "malformado"),
        (lot("<fundo><header>"), "malformado"),
        (b"<arquivoposicao_4_00><fundo/></arquivoposicao_4_00>", "a raiz do XML não é arquivoposicao_4_01"),
        (b"<x><arquivoposicao_4_01><fundo/></arquivoposicao_4_01></x>", "a raiz do XML não é arquivoposicao_4_01"),
        (b"<html><body/></html>", "a raiz do XML não é arquivoposicao_4_01"),
        (lot(), "não traz fundo nem carteira"),
    ],
)
def test_tricky_36_a_file_that_is_no_lot_is_an_error(data: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says) as error:
        outcomes(data)
    assert "lote.xml" in error.value.fault.reason


def test_a_namespace_or_prefix_changes_nothing() -> None:
    plain = lot(_GOOD, _GOOD)
    spaced = plain.replace(b"<arquivoposicao_4_01>", b"<arquivoposicao_4_01 xmlns='urn:x'>")
    prefixed = plain.replace(b"</", b"</p:").replace(b"<", b"<p:").replace(b"<p:/p:", b"</p:")
    prefixed = prefixed.replace(b"<p:arquivoposicao_4_01>", b"<p:arquivoposicao_4_01 xmlns:p='urn:x'>")
    for data in (spaced, prefixed):
        assert [parsed.holdings for parsed in portfolios(data)] == [parsed.holdings for parsed in portfolios(plain)]


def test_a_fund_within_a_fund_is_no_fund_of_the_lot() -> None:
    (parsed,) = portfolios(lot(_GOOD.replace("</fundo>", f"{_GOOD}</fundo>")))
    assert [row["caminho"] for row in parsed.unknown] == ["arquivoposicao_4_01/fundo/fundo"]


def test_what_stands_before_the_header_is_read_too() -> None:
    rows, header = block("acoes", SHARE), block("header", HEADER)
    (parsed,) = portfolios(lot(f"<fundo>{rows}{header}{block('header', {'nome': 'B'})}</fundo>"))
    assert len(parsed.holdings) == 1
    assert [row["caminho"] for row in parsed.unknown] == ["arquivoposicao_4_01/fundo/header"]


def test_a_fund_of_more_than_the_largest_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qore_dagster.formats.xml_stream._LARGEST", 1_000_000)
    assert len(portfolios(lot(*[_GOOD] * 4000))) == 4000  # 3 MB of small ones
    with pytest.raises(FormatError, match="há um bloco com mais de 1 MB"):
        outcomes(lot(fund(*[block("acoes", SHARE)] * 10_000)))


# Not `ru_maxrss`: a process inherits its parent's, and the parent has made the lots.
_PEAK = """
import sys
from pathlib import Path
import psutil
from qore_dagster.formats.anbima_4_01 import Anbima401Parser
from qore_dagster.formats.report import ReportFile
process = psutil.Process()
seen = [process.memory_info().rss for _ in Anbima401Parser().parse(ReportFile.of_path(Path(sys.argv[1])))]
print(len(seen), max(seen))
"""


def _peak(path: Path) -> tuple[int, int]:
    """Portfolios read, and the most memory that the process had while it read them, bytes."""
    done = subprocess.run([sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True)
    count, peak = done.stdout.split()
    return int(count), int(peak)


def test_tricky_35_memory_does_not_grow_with_the_lot(tmp_path: Path) -> None:
    each = fund(*[block("acoes", {**SHARE, "valorfindisp": f"{number}.00"}) for number in range(60)])
    peaks: dict[int, int] = {}
    for funds in (30, 1000):
        path = tmp_path / f"{funds}.xml"
        path.write_bytes(lot(*[each.replace(CNPJ, f"{number:014}") for number in range(1, funds + 1)]))
        count, peaks[funds] = _peak(path)
        assert count == funds
    assert path.stat().st_size > 15_000_000
    assert peaks[1000] <= 1.2 * peaks[30]

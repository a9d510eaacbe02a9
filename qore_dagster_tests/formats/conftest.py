"""The sample files, whole and with one thing changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.parsed import ParsedPortfolio

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
GALGO = SAMPLES / "CL44555666000109_20240628_20240701120000_GALGO.xml"
PREFIXED = SAMPLES / "CL44555666000109_20240628_20240701120000_PREFIXED.xml"
LOT_4_01 = SAMPLES / "LT11222333000181_20240628_3_20240701120000.xml"

Change = Callable[..., str]


def read(content: str | bytes) -> ParsedPortfolio:
    """Parse a 5.0 file under an invented name."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    (parsed,) = Anbima50Parser().parse(ReportFile.of_bytes("fundo.xml", data))
    return parsed


@pytest.fixture
def changed() -> Change:
    """The Galgo sample with pairs of texts replaced; each must be there, and only its first place changes."""

    def change(*pairs: tuple[str, str]) -> str:
        text = GALGO.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return change

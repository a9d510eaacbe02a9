"""Reading files: how fast each format is read, beside what bare parsers take for the same bytes.

Belongs here: files of the simulated portal, the readers, lxml and ElementTree beside them. Does not: the platform
around them, nor memory in a long lot (a test of `formats` holds that).
"""

import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice

from lxml import etree

from benchmarks.figure import Figure
from qore_dagster.calendar import business_days
from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.simulator.content.world import World

FUNDS = 34
GOAL_AGAINST_LXML = 3.0
_DAYS = business_days(date(2026, 1, 5), date(2026, 1, 9))
_XML = (FileType.XML_5_0, FileType.XML_4_01)


def measure(repeat: int) -> list[Figure]:
    """Seconds per format for 34 funds' files of one day, and for XML how many times bare lxml that is.

    Each run reads another day's files than the one before: values of texts are remembered (`formats.remembered`).
    """
    world = World(seed=7, funds=FUNDS, first_day=_DAYS[0], last_day=_DAYS[-1])
    figures: list[Figure] = []
    for file_type in FileType:
        days = [[world.file(fund, day, file_type).data for fund in world.funds] for day in _DAYS[:repeat]]
        size = sum(map(len, days[0]))
        positions = sum(map(_read, days[0]))
        beside = (_read, etree.fromstring, _walk) if file_type in _XML else (_read,)
        # In turns, so that what else the machine does weighs on all alike.
        rounds = [[_seconds(read, files) for read in beside] for files in islice(cycle(days), repeat)]
        own = [took[0] for took in rounds]
        seen = {"bytes": f"{size / 1e6:.1f} MB", "positions": str(positions)}
        best = min(own)
        seen |= {"MB/s": f"{size / 1e6 / best:.1f}", "positions/s": f"{positions / best:.0f}"}
        figures.append(Figure(f"(e) reading {FUNDS} files, {file_type.label}", "s", own, details=seen))
        if file_type in _XML:
            against = [mine / bare for mine, bare, _ in rounds]
            _, bare, walked = (min(column) for column in zip(*rounds, strict=True))
            details = {"bare lxml": f"{bare:.3f} s", "ElementTree and a walk": f"{walked:.3f} s"}
            name = f"(e) reading {file_type.label}, against bare lxml"
            figures.append(Figure(name, "×", against, GOAL_AGAINST_LXML, details))
    return figures


def _read(data: bytes) -> int:
    """Read a file as the platform does; how many positions it has."""
    file = ReportFile.of_bytes("arquivo", data)
    return sum(
        len(outcome.holdings) for outcome in parser_for(file).parse(file) if isinstance(outcome, ParsedPortfolio)
    )


def _walk(data: bytes) -> int:
    return sum(len(element.text or "") for element in ET.fromstring(data).iter())  # noqa: S314 - our own bytes


def _seconds(read: Callable[[bytes], object], files: list[bytes]) -> float:
    """Of the processor."""
    began = time.process_time()
    for data in files:
        read(data)
    return time.process_time() - began

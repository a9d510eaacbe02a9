"""Mutated files by the million: every reader ends with a portfolio or with an error of ours, soon and in bounds.

Belongs here: mutations, the count, the slowest and the memory. Does not: which mutations are worth a test of their own;
one that is found becomes a test of `formats`.
"""

import random
import resource
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.signatures import ZIP
from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import LostRowError, ParsedPortfolio
from qore_dagster.model.reconciliation import reconcile
from qore_dagster.simulator.content.world import World

SECONDS_A_MEGABYTE = 1.0
MOST_MEGABYTES = 400  # of the process that reads, from its start on
_SHORTEST = 0.25  # seconds: less is the machine's noise
_DAYS = (date(2025, 11, 19), date(2026, 1, 7))
_LARGEST_SAMPLE = 40_000  # bytes: a million of larger ones would take days
_XLS_EVERY = 250  # inputs: an .xls takes a process, and a hundred times as long as others
_SHEET = "xl/worksheets/sheet1.xml"
_TEXTS = (b"", b"0", b"-1", b"1,5", b"1.234,56", b"NaN", b"1e9", b"99999999999999999999", b"2024-02-30", b"\xff",
          b"&amp;", b"<a>", b"</a>", b"<!DOCTYPE x>", b"\x00", b"CASH", b"true")  # fmt: skip


def run(inputs: int, seed: int) -> int:
    """Read this many mutated inputs; print what was seen.

    Returns:
        0 if every input ended well and in time, 1 otherwise; the first input of each kind of failure is kept in a file.
    """
    from qore_dagster_tests.formats.workbooks import values_of, with_shared_texts, xls  # other benchmarks do without

    samples = [file for day in _DAYS for file in _samples(day)]
    workbooks = [file for file in samples if file.startswith(ZIP)]
    samples += map(with_shared_texts, workbooks)
    old = [xls(*values_of(file)) for file in workbooks]
    draw, ends, worst = random.Random(seed), Counter[str](), 0.0  # noqa: S311 - not for secrets
    failures: dict[str, bytes] = {}
    began = time.perf_counter()
    for number in range(inputs):
        sample = draw.choice(old) if number % _XLS_EVERY == 0 else samples[number % len(samples)]
        data = _mutated(draw, sample)
        started = time.process_time()
        try:
            ends[_end(data)] += 1
        except Exception as error:  # noqa: BLE001 - what is looked for
            failures.setdefault(f"{type(error).__name__}: {error}"[:200], data)
        took = time.process_time() - started  # of the processor: the machine may be busy
        allowed = max(_SHORTEST, SECONDS_A_MEGABYTE * len(data) / 1e6)
        worst = max(worst, took / allowed)
        if took > allowed:
            failures.setdefault(f"slow: {took:.2f} s for {len(data)} bytes", data)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if peak > MOST_MEGABYTES:
        failures[f"memory: {peak:.0f} MB"] = b""
    print(f"{inputs} inputs from {len(samples) + len(old)} files, seed {seed}, {time.perf_counter() - began:.0f} s")
    print(", ".join(f"{name} {count}" for name, count in ends.most_common()))
    print(f"slowest: {worst:.2f} of what is allowed; peak memory {peak:.0f} MB; failures: {len(failures)}")
    for what, data in failures.items():
        with tempfile.NamedTemporaryFile(prefix="fuzz-", delete=False) as file:
            file.write(data)
        print(f"{what} ({file.name})")
    return 1 if failures else 0


def _samples(day: date) -> list[bytes]:
    """The smaller files of a few funds, and of each format the smallest, however large."""
    world = World(seed=7, funds=6, first_day=day, last_day=day)
    samples: list[bytes] = []
    for file_type in FileType:
        files = sorted((world.file(fund, day, file_type).data for fund in world.funds), key=len)
        samples += files[:1] + [data for data in files[1:] if len(data) <= _LARGEST_SAMPLE]
    return samples


def _end(data: bytes) -> str:
    """How reading a file ended; anything but an error of ours is raised."""
    file = ReportFile.of_bytes("arquivo", data)
    try:
        for outcome in parser_for(file).parse(file):
            if isinstance(outcome, ParsedPortfolio):
                reconcile(outcome.bind("fundo"))
    except LostRowError:
        raise
    except QoreError as error:
        return error.fault.code
    return "read"


def _mutated(draw: random.Random, data: bytes) -> bytes:
    """Another file: its bytes changed, or, of four in five archives, those of one part before they were packed."""
    if not data.startswith(ZIP) or not draw.randrange(5):
        return _changed(draw, data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/")}
    name = draw.choice([_SHEET, _SHEET, *parts])
    parts[name] = _changed(draw, parts[name])
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()


def _changed(draw: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(draw.randint(1, 4)):
        draw.choice(_MUTATIONS)(draw, made)
    return bytes(made)


def _flip(draw: random.Random, made: bytearray) -> None:
    if made:
        made[draw.randrange(len(made))] = draw.randrange(256)


def _cut(draw: random.Random, made: bytearray) -> None:
    start = draw.randrange(len(made) + 1)
    del made[start : start + draw.randint(1, 400)]


def _copy(draw: random.Random, made: bytearray) -> None:
    start = draw.randrange(len(made) + 1)
    piece = made[start : start + draw.randint(1, 400)]
    at = draw.randrange(len(made) + 1)
    made[at:at] = piece


def _text(draw: random.Random, made: bytearray) -> None:
    """Another text between two tags."""
    opening = made.find(b">", draw.randrange(len(made) + 1))
    closing = made.find(b"<", opening)
    if 0 <= opening < closing:
        made[opening + 1 : closing] = draw.choice(_TEXTS)


def _end_early(draw: random.Random, made: bytearray) -> None:
    del made[draw.randrange(len(made) + 1) :]


_MUTATIONS: Sequence[Callable[[random.Random, bytearray], None]] = (_flip, _cut, _copy, _text, _text, _text, _end_early)

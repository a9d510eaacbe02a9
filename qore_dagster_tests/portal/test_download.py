"""Downloads: whole and of the right length, or a named fault; many at a time; at the portal's pace."""

import hashlib
import io
import threading
import time
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.errors import Interrupted, PortalError, Rejected, Unavailable, Unreadable
from qore_dagster.portal.files import Downloaded, PortalFile
from qore_dagster.simulator.server import RunningPortal
from qore_dagster_tests.portal.conftest import OpenClient
from qore_dagster_tests.portal.scripted import Answer, scripted
from qore_dagster_tests.portal_fixture import StartPortal

ALWAYS = {"since": date(2000, 1, 1), "until": date(2099, 12, 31)}
UUID = "11111111-1111-4111-8111-111111111111"
PDF = FileType.CARTEIRA_PDF


def _newest(qore: PortalClient, file_type: FileType = FileType.XML_5_0) -> tuple[str, PortalFile]:
    fund = qore.discover()[0]
    return fund.uuid, qore.list_files(fund.uuid, file_type, **ALWAYS)[0]


def _path(file: PortalFile) -> str:
    return f"fundos-posicao/{UUID}/arquivos/{file.guid}/download"


def _file(size: int | None = None) -> PortalFile:
    return PortalFile("guid-1", "zed.pdf", date(2026, 11, 23), size, PDF)


@pytest.mark.parametrize("file_type", list(FileType))
def test_a_file_is_streamed_whole(file_type: FileType, shared_portal: RunningPortal, client: OpenClient) -> None:
    qore = client(shared_portal)
    uuid, file = _newest(qore, file_type)
    target = io.BytesIO()
    got = qore.download(uuid, file, target)
    data = target.getvalue()
    assert got == Downloaded(len(data), hashlib.sha256(data).hexdigest(), file.name)
    assert file.size == len(data)


FAULTS = [
    ("html", Unreadable, "html", 1),
    ("empty", Unreadable, "empty", 4),
    ("cut", Unreadable, "cut_body", 4),
    ("wrong_length", Unreadable, "wrong_length", 4),
    ("no_length", Unreadable, "wrong_length", 4),
    ("stall", Unavailable, "timeout", 4),
    ("http_500", Unavailable, "http_500", 4),
    ("http_404", Rejected, "http_404", 1),
]


@pytest.mark.parametrize(("fault", "kind", "code", "times"), FAULTS)
def test_defect_23_what_is_not_the_whole_file_is_a_named_fault(
    fault: str, kind: type[PortalError], code: str, times: int, shared_portal: RunningPortal, client: OpenClient
) -> None:
    qore = client(shared_portal, qore_read_timeout=0.3)
    uuid, file = _newest(qore)
    shared_portal.add_fault(fault, at="download")
    shared_portal.forget_requests()
    with pytest.raises(kind) as caught:
        qore.download(uuid, file, io.BytesIO())
    told = caught.value.fault
    assert told.code == code
    assert all(part in told.reason for part in (file.name, str(file.date), uuid))
    shared_portal.clear_faults()
    assert shared_portal.requests()["endpoints"] == {"download": times}


@pytest.mark.parametrize("fault", ["cut", "wrong_length", "no_length", "empty", "stall"])
def test_a_broken_body_is_asked_for_again_as_a_whole(
    fault: str, shared_portal: RunningPortal, client: OpenClient
) -> None:
    qore = client(shared_portal, qore_read_timeout=0.3)
    uuid, file = _newest(qore)
    shared_portal.add_fault(fault, at="download", times=2)
    target = io.BytesIO()
    got = qore.download(uuid, file, target)
    assert len(target.getvalue()) == got.size == file.size
    assert hashlib.sha256(target.getvalue()).hexdigest() == got.sha256


def test_an_empty_file_of_unknown_size_is_a_fault(client: OpenClient) -> None:
    with scripted({_path(_file()): Answer(b"")}) as running, pytest.raises(Unreadable, match="vazio"):
        client(running, qore_retries=0).download(UUID, _file(), io.BytesIO())


def test_a_file_that_is_too_large_is_not_read_to_its_end(client: OpenClient) -> None:
    target = io.BytesIO()
    answer = Answer(b"x" * 1_500_000)
    with scripted({_path(_file()): answer}) as running, pytest.raises(Unreadable, match="QORE_MAX_FILE_MB"):
        client(running, qore_max_file_mb=1).download(UUID, _file(), target)
    assert len(target.getvalue()) <= 1_000_000


NAMES = [
    ("../../../etc/passwd", "passwd"),
    ("/etc/zed.pdf", "zed.pdf"),
    ("..\\..\\zed.pdf", "zed.pdf"),
    ("C:\\zed.pdf", "zed.pdf"),
    ("C:zed.pdf", "Czed.pdf"),
    ("zed\x07.pdf", "zed.pdf"),
    ("..", None),
    ("", None),
    ("con.pdf", "_con.pdf"),
    ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
]


@pytest.mark.parametrize(("offered", "kept"), NAMES)
def test_defect_62_a_suggested_name_is_reduced_to_a_plain_one(
    offered: str, kept: str | None, client: OpenClient
) -> None:
    answer = Answer(b"%PDF-1.4", headers={"X-Suggested-Filename": offered})
    with scripted({_path(_file()): answer}) as running:
        assert client(running).download(UUID, _file(), io.BytesIO()).suggested_name == kept


@pytest.mark.parametrize("fault", ["traversal_name", "absolute_name"])
def test_defect_62_a_listed_name_is_reduced_to_a_plain_one(
    fault: str, shared_portal: RunningPortal, client: OpenClient
) -> None:
    qore = client(shared_portal)
    uuid, plain = _newest(qore)
    shared_portal.add_fault(fault)
    assert qore.list_files(uuid, FileType.XML_5_0, **ALWAYS)[0].name == plain.name


def test_a_name_in_utf_8_is_read(client: OpenClient) -> None:
    header = "posição.pdf".encode().decode("latin-1")
    with scripted({_path(_file()): Answer(b"%PDF", headers={"X-Suggested-Filename": header})}) as running:
        assert client(running).download(UUID, _file(), io.BytesIO()).suggested_name == "posição.pdf"


def test_defect_50_downloads_run_at_once_and_no_more_than_allowed(portal: StartPortal, client: OpenClient) -> None:
    running = portal(latency_ms=100)
    qore = client(running, qore_workers=6)
    uuid, file = _newest(qore)
    qore.download(uuid, file, io.BytesIO())
    running.forget_requests()
    done = list(qore.each(range(18), lambda _: qore.download(uuid, file, io.BytesIO())))
    assert {answer.size for _, answer in done if isinstance(answer, Downloaded)} == {file.size}
    assert running.requests()["most_at_once"] == 6


def test_defect_52_the_portals_limits_are_kept_without_losing_a_file(portal: StartPortal, client: OpenClient) -> None:
    running = portal(rate_limits=True, rate_window_seconds=2)
    qore = client(running)
    uuid, file = _newest(qore)
    done = list(qore.each(range(120), lambda _: qore.download(uuid, file, io.BytesIO())))
    assert [answer for _, answer in done if isinstance(answer, QoreError)] == []
    # 120 files at 50 a window: two pauses, and in each at most what was already under way is sent in vain.
    assert running.requests()["statuses"].get("429", 0) <= 2 * 9


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured_in_both_forms(form: str, client: OpenClient) -> None:
    soon = {"seconds": "2", "date": format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)}[form]
    answers = [Answer(b"", 429, {"Retry-After": soon}), Answer(b"%PDF")]
    with scripted({_path(_file()): answers}) as running:
        started = time.monotonic()
        client(running).download(UUID, _file(), io.BytesIO())
        assert time.monotonic() - started > 0.9  # a date has whole seconds only
        assert running.count(f"/api/v1/{_path(_file())}") == 2


def test_retry_after_is_not_waited_for_longer_than_allowed(client: OpenClient) -> None:
    answers = [Answer(b"", 503, {"Retry-After": "86400"}), Answer(b"", 429, {"Retry-After": "86400"}), Answer(b"%PDF")]
    with scripted({_path(_file()): answers}) as running:
        started = time.monotonic()
        client(running, qore_max_retry_after=0.2).download(UUID, _file(), io.BytesIO())
        assert 0.4 <= time.monotonic() - started < 5


@pytest.mark.parametrize("header", ["soon", "-5", ""])
def test_a_retry_after_that_says_nothing_is_no_obstacle(header: str, client: OpenClient) -> None:
    answers = [Answer(b"", 429, {"Retry-After": header}), Answer(b"%PDF")]
    with scripted({_path(_file()): answers}) as running:
        assert client(running).download(UUID, _file(), io.BytesIO()).size == 4


def test_defect_52_one_that_waits_does_not_hold_up_the_others(client: OpenClient) -> None:
    slow, quick = _file(), PortalFile("guid-2", "yta.pdf", date(2026, 11, 23), None, PDF)
    busy = [Answer(b"", 503, {"Retry-After": "1"}), Answer(b"%PDF")]
    with scripted({_path(slow): busy, _path(quick): Answer(b"%PDF")}) as running:
        qore = client(running, qore_workers=1)
        done = list(qore.each([slow, quick], lambda file: qore.download(UUID, file, io.BytesIO()).size))
    assert done == [(quick, 4), (slow, 4)]


def test_tries_and_their_waits_are_those_of_the_settings(client: OpenClient) -> None:
    with scripted({_path(_file()): Answer(b"", 500)}) as running:
        started = time.monotonic()
        with pytest.raises(Unavailable, match="3 tentativas"):
            client(running, qore_retries=2, qore_backoff=0.2).download(UUID, _file(), io.BytesIO())
        assert time.monotonic() - started >= 0.2 + 0.4
        assert running.count(f"/api/v1/{_path(_file())}") == 3


def test_a_413_with_retry_after_is_not_tried_again(client: OpenClient) -> None:
    with scripted({_path(_file()): Answer(b"", 413, {"Retry-After": "1"})}) as running:
        with pytest.raises(Rejected):
            client(running).download(UUID, _file(), io.BytesIO())
        assert running.count(f"/api/v1/{_path(_file())}") == 1


def test_defect_57_error_answers_are_closed_and_their_connection_used_again(
    client: OpenClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "urllib3.connectionpool")
    with scripted({_path(_file()): Answer({"message": "sorry " * 100}, 500)}) as running:
        with pytest.raises(Unavailable, match="sorry"):
            client(running, qore_retries=8, qore_backoff=0).download(UUID, _file(), io.BytesIO())
        assert running.count(f"/api/v1/{_path(_file())}") == 9
    assert caplog.text.count("Starting new HTTP connection") == 1


def test_closing_wakes_those_who_wait(client: OpenClient) -> None:
    with scripted({_path(_file()): Answer(b"", 503, {"Retry-After": "100"})}) as running:
        qore = client(running)
        answers: list[object] = []
        thread = threading.Thread(
            target=lambda: answers.extend(
                answer for _, answer in qore.each([1], lambda _: qore.download(UUID, _file(), io.BytesIO()))
            )
        )
        thread.start()
        while not running.count(f"/api/v1/{_path(_file())}"):
            thread.join(0.01)
        qore.close()
        thread.join(10)
    assert [type(answer) for answer in answers] == [Interrupted]


def test_closing_ends_a_download_that_stalls_at_once(shared_portal: RunningPortal, client: OpenClient) -> None:
    qore = client(shared_portal)
    uuid, file = _newest(qore)
    shared_portal.add_fault("stall", at="download")
    answers: list[object] = []
    thread = threading.Thread(
        target=lambda: answers.extend(
            answer for _, answer in qore.each([1], lambda _: qore.download(uuid, file, io.BytesIO()))
        )
    )
    thread.start()
    while not any("/download" in call["path"] for call in shared_portal.requests()["log"]):
        thread.join(0.01)
    began = time.monotonic()
    qore.close()
    thread.join(30)
    assert time.monotonic() - began < 5, "far less than QORE_READ_TIMEOUT"
    assert [type(answer) for answer in answers] == [Interrupted]

"""What the platform asks of the portal: the list of funds, a fund, its quotas, its files, one file.

Belongs here: the questions, following pages, streaming a download, doing many at a time. Does not: HTTP and its
tries (`transport`), reading each body (`discovery`, `funds`, `listing`, `quotas`).
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from datetime import date
from itertools import pairwise
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

import requests

from qore_dagster.calendar import business_days, last_closed_day
from qore_dagster.model.faults import QoreError, fault_of
from qore_dagster.model.file_type import FileType
from qore_dagster.portal.discovery import Candidate, accepted, candidates
from qore_dagster.portal.errors import Rejected, Unreadable
from qore_dagster.portal.files import Downloaded, PortalFile, plain_name
from qore_dagster.portal.funds import FundInfo, PortalFund, read_fund_info
from qore_dagster.portal.invented_home import refuse_real_portal
from qore_dagster.portal.listing import Page, path_segment, read_page
from qore_dagster.portal.quotas import PortalQuota, read_quota, read_quotas
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.portal.transport import BrokenBody, Question, Transport, is_html
from qore_dagster.settings import Settings

Item = TypeVar("Item")
Result = TypeVar("Result")

_log = logging.getLogger(__name__)
_CHUNK = 1 << 16
_MOST_PAGES = 1000  # 50,000 files of one fund and type: 200 years
_FEWEST_QUOTAS = 5  # what the portal's own page asks for
_MOST_QUOTAS = 500  # two years
_MOST_QUOTA_PAGES = 100  # two years of pages as short as that, should the portal give no longer ones


class PortalClient:
    """The portal, for all threads of one process; a context manager.

    Args:
        settings: address, user, times and limits.
        tokens: the login shared with the run's other processes; whoever ends the run calls its `forget()`.
    """

    def __init__(self, settings: Settings, tokens: TokenStore) -> None:
        refuse_real_portal(settings)
        self._transport = Transport(settings, tokens)
        self._largest = settings.qore_max_file_mb * 1_000_000
        # Twice as many threads as requests, so that the next request need not wait until a file is on disk.
        self._pool = ThreadPoolExecutor(2 * settings.qore_workers, thread_name_prefix="portal")

    def __enter__(self) -> Self:
        """Nothing is opened until it is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Stop what still waits, and close the connections."""
        self._transport.close()
        self._pool.shutdown(cancel_futures=True)

    def discover(self) -> list[PortalFund]:
        """The funds that the user may see, each with its legal name and CNPJ.

        Raises:
            Unreadable: the portal's list has no fund; the message shows its shape and none of its values.
            PortalError: the list could not be read. A fund of it whose page could not is given without name and CNPJ.
        """
        body = self._transport.get_json(Question("gestor/dashboard", "lista de fundos"))
        found = candidates(body)
        answers = dict(self.each(found, self._resolve))
        return accepted(body, [(candidate, answers[candidate]) for candidate in found])

    def fund_info(self, uuid: str) -> FundInfo:
        """Legal name and CNPJ of a fund.

        Raises:
            PortalError: they could not be read.
        """
        body = self._transport.get_json(Question(f"fundos-posicao/{_segment(uuid)}", f"fundo {uuid}"))
        return read_fund_info(body, uuid=uuid)

    def quotas(self, uuid: str, *, since: date, until: date) -> dict[date, PortalQuota]:
        """What the portal shows of a fund's quota and net worth on the days of [since, until], by day.

        One request where the portal gives as many entries as are asked for: all back to `since`. Pages are followed
        where it gives fewer.

        Raises:
            Unreadable: the history makes no sense; the message shows its shape.
            PortalError: it could not be read.
        """
        subject = f"cotas do fundo {uuid}"
        path = f"fundos-posicao/{_segment(uuid)}/cotas"
        wanted = len(business_days(since, last_closed_day())) + 1  # today's may be there already
        limit = min(max(_FEWEST_QUOTAS, wanted), _MOST_QUOTAS)
        found: dict[date, PortalQuota] = {}
        for number in range(_MOST_QUOTA_PAGES):
            body = self._transport.get_json(Question(path, subject, params={"p": str(number), "limit": str(limit)}))
            page = read_quotas(body, number=number, subject=subject)
            new = [quota for quota in page.quotas if quota.date not in found]
            found |= {quota.date: quota for quota in new}
            if page.last or not new or min(found) <= since:  # newest first: nothing of a later day follows
                break
        return {day: quota for day, quota in found.items() if since <= day <= until}

    def newest_quota(self, uuid: str) -> PortalQuota:
        """Quota and net worth of the last day that the portal has of a fund, from the fund's own page.

        Raises:
            Unreadable: they are not there; the message shows the page's shape.
            PortalError: the page could not be read.
        """
        subject = f"fundo {uuid}"
        body = self._transport.get_json(Question(f"fundos-posicao/{_segment(uuid)}", subject))
        return read_quota(body, subject=subject)

    def list_files(self, uuid: str, file_type: FileType, *, since: date, until: date) -> list[PortalFile]:
        """The files of a fund with a reference date in [since, until], newest first, each guid once.

        Pages are followed to `since` and no further. A date with several files has them all, the newest first (see
        `files.first_of_each_day`).

        Raises:
            Unreadable: the listing makes no sense; never taken for an empty one.
            PortalError: it could not be read.
        """
        subject = f"lista de arquivos {file_type.label} do fundo {uuid}"
        seen: dict[tuple[str, date], PortalFile] = {}
        dates: defaultdict[str, set[date]] = defaultdict(set)
        for page in self._pages(uuid, file_type, since, subject):
            for file in page.files:
                seen.setdefault((file.guid, file.date), file)
                dates[file.guid].add(file.date)
        wanted = sorted(
            (file for file in seen.values() if since <= file.date <= until), key=lambda file: file.date, reverse=True
        )
        for file in wanted:
            if len(dates[file.guid]) > 1:  # whose portfolio would a download give?
                raise Unreadable(
                    f"{subject}: o arquivo {file.name} (guid {file.guid}) está na lista com mais de uma "
                    f"data: {', '.join(map(str, sorted(dates[file.guid])))}",
                    "peça à QORE DTVM que corrija a lista do fundo",
                    code="duplicate_guid",
                )
        for newer, older in pairwise(wanted):
            if newer.date == older.date:
                _log.warning(
                    "%s: há mais de um arquivo de %s; vale o primeiro da lista (%s, antes de %s)",
                    subject,
                    newer.date,
                    newer.name,
                    older.name,
                )
        return wanted

    def download(self, uuid: str, file: PortalFile, target: BinaryIO) -> Downloaded:
        """Stream a file into `target`, which is emptied before each try.

        Args:
            uuid: the fund.
            file: the entry of its listing.
            target: an open binary file, seekable.

        Raises:
            Unreadable: HTML, an empty or cut body, another length than the listing says, more than QORE_MAX_FILE_MB.
            PortalError: it could not be read.
        """
        subject = f"arquivo {file.name} ({file.file_type.label} de {file.date}, fundo {uuid})"
        question = Question(
            f"fundos-posicao/{_segment(uuid)}/arquivos/{_segment(file.guid)}/download",
            subject,
            kind="download",
            headers={"Accept-Encoding": "identity"},  # so that lengths are those of the file
        )
        return self._transport.get(question, lambda response: self._receive(response, file, target, subject))

    def each(self, items: Sequence[Item], fn: Callable[[Item], Result]) -> Iterator[tuple[Item, Result | QoreError]]:
        """Apply `fn` to all items at once, with QORE_WORKERS requests under way; yield each result or fault when done.

        `fn` must not call `each` itself: it would wait for the threads that wait for it.
        """
        futures = {self._pool.submit(_caught, fn, item): item for item in items}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            for future in futures:
                future.cancel()

    def _resolve(self, candidate: Candidate) -> FundInfo:
        """The first of its UUIDs that the portal knows as a fund."""
        for uuid in candidate.uuids[:-1]:
            try:
                return self.fund_info(uuid)
            except Rejected:
                continue  # a manager's or administrator's
        return self.fund_info(candidate.uuids[-1])

    def _pages(self, uuid: str, file_type: FileType, since: date, subject: str) -> Iterator[Page]:
        """Ask for page after page until the wanted date is passed or the listing ends."""
        path = f"fundos-posicao/{_segment(uuid)}/arquivos"
        guids: set[str] = set()
        before: date = date.max
        in_order = True
        for number in range(_MOST_PAGES):
            body = self._transport.get_json(Question(path, subject, params={"tipo": file_type.value, "p": str(number)}))
            page = read_page(body, number=number, file_type=file_type, subject=subject)
            yield page
            new = {file.guid for file in page.files} - guids
            guids |= new
            for file in page.files:
                in_order = in_order and file.date <= before
                before = file.date
            # Only a listing that keeps its order lets us stop at a date; another is read to its end.
            if page.last or (in_order and before < since):
                return
            if not new:
                if page.total is not None and page.total > len(guids):
                    raise Unreadable(
                        f"{subject}: o portal diz ter {page.total} arquivos, mas só mostrou {len(guids)}",
                        "rode de novo; se continuar, avise a QORE DTVM",
                        code="bad_listing",
                    )
                return
        raise Unreadable(f"{subject}: a lista não termina", "avise a QORE DTVM", code="bad_listing")

    def _receive(self, response: requests.Response, file: PortalFile, target: BinaryIO, subject: str) -> Downloaded:
        if is_html(response):
            raise Unreadable(
                f"{subject}: o portal enviou uma página HTML em vez do arquivo",
                "rode de novo; se continuar, baixe o arquivo pelo navegador e avise a QORE DTVM",
                code="html",
            )
        target.seek(0)
        target.truncate()
        digest, size = hashlib.sha256(), 0
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if size > self._largest:
                raise Unreadable(
                    f"{subject}: o arquivo passa de {self._largest // 1_000_000} MB",
                    "se ele for mesmo tão grande, aumente QORE_MAX_FILE_MB e rode de novo",
                    code="too_large",
                )
            digest.update(chunk)
            target.write(chunk)
        if not size:
            raise BrokenBody("empty", "o portal enviou um arquivo vazio")
        if file.size is not None and size != file.size:
            raise BrokenBody("wrong_length", f"vieram {size} bytes, mas a lista diz {file.size}")
        return Downloaded(size, digest.hexdigest(), _suggested_name(response))


def _caught(fn: Callable[[Item], Result], item: Item) -> Result | QoreError:
    try:
        return fn(item)
    except QoreError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the boundary: one item's fault stays that item's
        _log.exception("erro inesperado ao consultar o portal")
        fault = fault_of(error, doing="consultar o portal")
        return QoreError(fault.reason, fault.action, code=fault.code)


def _suggested_name(response: requests.Response) -> str | None:
    text = response.headers.get("X-Suggested-Filename", "")
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")  # headers are read as Latin-1, whatever was sent
    return plain_name(text) or None


def _segment(text: str) -> str:
    """An id that stays where it is put in a path."""
    if (segment := path_segment(text)) is None:
        raise Rejected(
            f"identificador inválido: {text[:40]!r}", "corrija o cadastro do fundo (`qore funds`)", code="bad_id"
        )
    return segment

"""What the portal holds at the moment: its funds and files as the lasting faults leave them, rendered once.

Belongs here: which files are listed, under what name and guid, and their bytes in memory. Does not: how a portfolio or
a file is made (`content`, `render`), or how an answer is put (`app`).
"""

import asyncio
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.content.files import guid_of
from qore_dagster.simulator.content.funds import SimFund
from qore_dagster.simulator.content.portfolio import cents
from qore_dagster.simulator.content.variant import Variant
from qore_dagster.simulator.content.world import SimFile, World
from qore_dagster.simulator.endpoints import Endpoint, Subject
from qore_dagster.simulator.faults import FaultBoard, FaultKind, Group


@dataclass(frozen=True, slots=True)
class Slot:
    """A file's place in a listing: whose, of which day, and the lasting faults that are on it.

    A filler (`deeper_page`) has a day after the last and nothing to download.
    """

    fund: SimFund
    day: date
    file_type: FileType
    faults: frozenset[FaultKind]
    filler: bool = False


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as the listing shows it; `size` in bytes."""

    name: str
    date: date
    size: int
    guid: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as a download gives it."""

    name: str
    data: bytes
    file_type: FileType


@dataclass(frozen=True, slots=True)
class Quote:
    """A fund's quota and net worth on a day."""

    date: date
    quota: Decimal
    net_worth: Decimal


@dataclass(frozen=True, slots=True)
class ShownFund:
    """A fund as the portal shows it; `link` is the UUID that the dashboard gives it."""

    fund: SimFund
    link: str
    name: str
    short_name: str
    cnpj: str
    latest: Quote


_Rendered = tuple[str, date, FileType, Variant]
"""What a rendered file is: the fund's UUID, the day, the type, and how it differs from the day as it came."""


class Catalogue:
    """The portal's funds and files. To be used on the event loop; rendering leaves it for a thread.

    Args:
        world: where they come from.
        board: the faults.
        config: for seed and page size.
    """

    def __init__(self, world: World, board: FaultBoard, config: SimulatorConfig) -> None:
        self._world = world
        self._board = board
        self._page_size = config.page_size
        self._seed = config.seed
        self._funds = {fund.uuid: fund for fund in world.funds}
        self._names = {f.uuid: frozenset({f.uuid, f.slug, f.cnpj, f.nome, f.nome_curto}) for f in world.funds}
        self._rendered: dict[_Rendered, SimFile] = {}
        self._place: dict[str, tuple[str, date, FileType]] = {}
        self._learnt: set[str] = set()
        self._pages: dict[tuple[str, FileType, int], tuple[int, list[ListedFile], int]] = {}
        self._rendering = threading.Lock()

    def names(self, fund_uuid: str) -> frozenset[str]:
        """Every way to name the fund; empty for an unknown one."""
        return self._names.get(fund_uuid, frozenset())

    def place(self, fund_uuid: str, guid: str) -> tuple[str, date, FileType] | None:
        """Fund, reference date and type of a guid, whether or not it is listed now."""
        if guid not in self._place and fund_uuid in self._funds:
            self._learn(fund_uuid)
        return self._place.get(guid)

    def funds(self) -> list[ShownFund]:
        """The funds of the dashboard."""
        return [shown for fund_uuid in self._funds if (shown := self.fund(fund_uuid))]

    def fund(self, fund_uuid: str) -> ShownFund | None:
        """One fund; None where there is none or it vanished."""
        fund = self._funds.get(fund_uuid)
        faults = self._board.standing(Group.FUND, Subject(Endpoint.INFO, self.names(fund_uuid)))
        if fund is None or FaultKind.FUND_VANISHED in faults:
            return None
        renamed = " RENOMEADO" if FaultKind.FUND_RENAMED in faults else ""
        first = self._world.funds[0]
        last = self._world.days[-1]
        return ShownFund(
            fund=fund,
            link=first.uuid if FaultKind.FUND_SAME_UUID in faults else fund.uuid,
            name=fund.nome + renamed,
            short_name=fund.nome_curto + renamed,
            cnpj=first.cnpj if FaultKind.FUND_SAME_CNPJ in faults else fund.cnpj,
            latest=self._quote(fund, last),
        )

    def quotas(self, fund: SimFund, page: int, limit: int) -> tuple[list[Quote], int]:
        """One page of quotas, newest first, and how many there are in all."""
        days = list(reversed(self._world.days))
        shown = days[page * limit : (page + 1) * limit]
        return [self._quote(fund, day) for day in shown], len(days)

    def _quote(self, fund: SimFund, day: date) -> Quote:
        """What the portal shows of a day: what its XML 5.0 has, unless it is to differ from it."""
        faults = self._faults(fund, day, FileType.XML_5_0)
        quota, net_worth = self._world.quote(fund, day, _variant(faults))
        if FaultKind.PORTAL_QUOTA_DIFFERS in faults:
            quota, net_worth = (quota * _OFF).quantize(quota), cents(net_worth * _OFF)
        return Quote(day, quota, net_worth)

    async def page(self, fund: SimFund, file_type: FileType, number: int) -> tuple[list[ListedFile], int]:
        """One page of the listing, newest first, and how many files there are in all."""
        key = (fund.uuid, file_type, number)
        kept = self._pages.get(key)
        if kept is not None and kept[0] == self._board.version:
            return kept[1], kept[2]
        version = self._board.version
        slots = self._slots(fund, file_type)
        shown = slots[number * self._page_size : (number + 1) * self._page_size]
        files = [await self._listed(slot, slots) for slot in shown]
        self._pages[key] = (version, files, len(slots))
        return files, len(slots)

    async def download(self, fund: SimFund, guid: str) -> FoundFile | None:
        """The file that stands under this guid now; None where there is none."""
        place = self.place(fund.uuid, guid)
        if place is None or place[0] != fund.uuid:
            return None
        for slot in self._slots(fund, place[2]):
            if slot.day == place[1]:
                file = await self._file(slot)
                return FoundFile(_shown_name(slot, file), file.data, slot.file_type) if file.guid == guid else None
        return None

    async def prerender(self) -> None:
        """Render every file as it stands now."""
        for fund in self._world.funds:
            for file_type in FileType:
                for slot in self._slots(fund, file_type):
                    await self._listed(slot, [])

    def _slots(self, fund: SimFund, file_type: FileType) -> list[Slot]:
        slots = [Slot(fund, day, file_type, self._faults(fund, day, file_type)) for day in reversed(self._world.days)]
        slots = [slot for slot in slots if FaultKind.LATE not in slot.faults]
        slots = [slot for slot in slots for _ in range(1 + (FaultKind.LISTED_TWICE in slot.faults))]
        if any(FaultKind.DEEPER_PAGE in slot.faults for slot in slots):
            slots = self._fillers(fund, file_type) + slots
        return slots

    def _faults(self, fund: SimFund, day: date, file_type: FileType) -> frozenset[FaultKind]:
        if not self._board.any_standing(Group.FILE):
            return frozenset()
        return self._board.standing(Group.FILE, Subject(Endpoint.LISTING, self._names[fund.uuid], file_type, day))

    def _fillers(self, fund: SimFund, file_type: FileType) -> list[Slot]:
        after = (self._world.days[-1] + timedelta(days=n) for n in range(self._page_size, 0, -1))
        return [Slot(fund, day, file_type, frozenset(), filler=True) for day in after]

    async def _listed(self, slot: Slot, slots: Sequence[Slot]) -> ListedFile:
        if slot.filler:
            guid = str(uuid.uuid5(uuid.UUID(slot.fund.uuid), f"{slot.file_type}{slot.day}"))
            return ListedFile(f"{slot.day}{slot.file_type.extension}", slot.day, 1, guid)
        file = await self._file(slot)
        older = (s for s in slots if s.day < slot.day)
        neighbour = next(older, None) if FaultKind.DUPLICATE_GUID in slot.faults else None
        guid = (await self._file(neighbour)).guid if neighbour else file.guid
        return ListedFile(_shown_name(slot, file), file.date, len(file.data), guid)

    async def _file(self, slot: Slot) -> SimFile:
        key = (slot.fund.uuid, slot.day, slot.file_type, _variant(slot.faults))
        file = self._rendered.get(key)
        if file is None:
            file = await asyncio.to_thread(self._render, slot.fund, key)
            self._place[file.guid] = (slot.fund.uuid, slot.day, slot.file_type)
        return file

    def _render(self, fund: SimFund, key: _Rendered) -> SimFile:
        with self._rendering:
            if key not in self._rendered:
                _, day, file_type, variant = key
                self._rendered[key] = self._world.file(fund, day, file_type, variant)
            return self._rendered[key]

    def _learn(self, fund_uuid: str) -> None:
        """Take note of all the fund's guids: a client may ask for a file that this process has never listed."""
        if fund_uuid in self._learnt:
            return
        self._learnt.add(fund_uuid)
        for day in self._world.days:
            first = self._world.portfolio(self._funds[fund_uuid], day)
            for portfolio in (first, first.corrected()):
                for file_type in FileType:
                    self._place[guid_of(self._seed, portfolio, file_type)] = (fund_uuid, day, file_type)


_OFF = Decimal("1.01")  # what the portal shows of a quota that is to differ


def _variant(faults: frozenset[FaultKind]) -> Variant:
    return Variant(
        corrected=FaultKind.REPLACED in faults,
        lacking_a_position=FaultKind.LACKS_POSITION in faults,
        jumped=FaultKind.QUOTA_JUMP in faults,
        lagged=FaultKind.LAGGED_QUOTA in faults,
    )


_SPOILT_NAMES = {
    FaultKind.TRAVERSAL_NAME: "../../../{}",
    FaultKind.ABSOLUTE_NAME: "/tmp/{}",  # an attack to be withstood, not a file of ours
}


def _shown_name(slot: Slot, file: SimFile) -> str:
    name = file.name
    for kind, pattern in _SPOILT_NAMES.items():
        if kind in slot.faults:
            name = pattern.format(name)
    return name

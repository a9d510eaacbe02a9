"""Six processes, and several threads, that load one file lose nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from qore_dagster.access.database import AccessDatabase
from qore_dagster_tests.access.dumping import dump
from qore_dagster_tests.access.loading import load
from qore_dagster_tests.access.units import unit
from qore_dagster_tests.spawned import spawned


def test_processes(real: AccessDatabase) -> None:
    shares = [[unit(f"fundo-{process}-{n}") for n in range(3)] + [unit("todos", version=process)]
              for process in range(1, 7)]  # fmt: skip
    with ExitStack() as stack:
        running = [stack.enter_context(spawned(load, real.path, share[:3])) for share in shares]
        for process in running:
            process.join(240)
        assert [process.exitcode for process in running] == [0] * len(running)
    assert len(real.loaded([one.key for share in shares for one in share[:3]])) == 18


def test_threads_and_versions(real: AccessDatabase) -> None:
    versions = [unit(version=version) for version in (2, 4, 1, 3)]
    others = [unit(f"fundo-{n}") for n in range(4)]

    def loaded(pair: tuple[int, int]) -> int:
        own = AccessDatabase(real.path, real._engine)
        done = own.load([versions[pair[0]], others[pair[1]]])
        assert done.failed == {}
        return len(done.good)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(loaded, zip(range(4), range(4), strict=True)))
    assert real.loaded([versions[0].key])[versions[0].key].version == 4
    once = dump(real.path)
    assert len(once["Carga_Qore"]) == 5
    real.load([versions[1], *others])
    assert dump(real.path) == once

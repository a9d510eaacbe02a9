"""`qore run` that is told to end in the middle of its downloads: an interruption, and no report of failures."""

import signal

import pytest

from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.killing import stalled_in_downloads
from qore_dagster_tests.process_family import PATIENCE


@pytest.mark.parametrize(("how", "executor"), [(signal.SIGINT, "multiprocess"), (signal.SIGTERM, "in_process")])
def test_it_says_so_in_one_line_and_the_next_run_does_what_is_left(
    platform: MakePlatform, how: signal.Signals, executor: str
) -> None:
    built = platform(funds=2, QORE_EXECUTOR=executor)
    with stalled_in_downloads(built) as process:
        process.send_signal(how)
        built.portal.clear_faults()
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + how
    assert out == ""
    assert err.endswith("\n[!] interrompido: rode de novo; o que foi baixado fica\n")
    assert [word for word in ("Traceback", "terminou antes", "[X]") if word in err] == []

    again = built.run()
    assert again.code == 0, again.err

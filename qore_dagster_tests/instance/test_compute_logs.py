"""What a step process prints is in its files, and no process of its own is needed for that."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import psutil

from qore_dagster.instance.compute_logs import QoreComputeLogManager

KEY = ["run", "compute_logs", "step"]


def print_captured(base: str) -> int:
    """Print on both streams while they are captured; how many processes that took."""
    with QoreComputeLogManager(base_dir=base).capture_logs(KEY):
        sys.stdout.write("lido: 34 fundos\n")
        sys.stdout.flush()
        os.write(sys.stderr.fileno(), "biblioteca em C diz: atenção\n".encode())
        return len(psutil.Process().children())


def test_a_step_process_writes_its_files_itself(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        processes = pool.apply(print_captured, [str(tmp_path)])
    manager = QoreComputeLogManager(base_dir=str(tmp_path))
    assert processes == 0
    assert manager.is_capture_complete(KEY)
    data = manager.get_log_data(KEY)
    assert (data.stdout, data.stderr) == (b"lido: 34 fundos\n", "biblioteca em C diz: atenção\n".encode())


def test_in_one_process_what_is_printed_reaches_the_terminal_too(tmp_path: Path) -> None:
    code = f"from {__name__} import print_captured; print_captured({str(tmp_path)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert b"lido: 34 fundos\n" in done.stdout
    assert QoreComputeLogManager(base_dir=str(tmp_path)).get_log_data(KEY).stdout == b"lido: 34 fundos\n"

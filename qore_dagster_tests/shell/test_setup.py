"""From a bare Python to an installed project: pins, the bootstrap's words, what the repository must not hold."""

import json
import os
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "tools" / "bootstrap.py"


def named_requirements() -> list[Requirement]:
    """What pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for group in (project["dependencies"], *extras) for text in group]


def pins() -> dict[str, list[str]]:
    """The versions that constraints.txt has for each package; several where they differ by Python."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition(" ;")[0].partition("==")
        found.setdefault(canonicalize_name(name), []).append(version.strip())
    return found


@pytest.mark.parametrize("requirement", named_requirements(), ids=lambda requirement: requirement.name)
def test_every_named_package_is_pinned_to_a_version_it_allows(requirement: Requirement) -> None:
    versions = pins()[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version) for version in versions)


def test_constraints_hold_pins_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "==" not in line or "://" in line or line.startswith("-")] == []


def test_what_access_needs_is_pinned_by_hash_in_the_same_versions() -> None:
    text = (ROOT / "constraints-access.txt").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line.split() for line in text.splitlines()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {canonicalize_name(Requirement(one).name) for one in project["optional-dependencies"]["access"]}
    assert {name: [version] for pin, *_ in lines for name, _, version in [pin.partition("==")]} == {
        name: pins()[name] for name in named
    }
    assert all(hashes and all(one.startswith("--hash=sha256:") for one in hashes) for _, *hashes in lines)


def test_the_documents_made_from_the_settings_are_current() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "settings_table.py", "--check"], check=False)
    assert done.returncode == 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the bootstrap and nothing to install."""
    (tmp_path / "tools").mkdir()
    shutil.copy(BOOTSTRAP, tmp_path / "tools")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "empty"\nversion = "0"\n')
    (tmp_path / "constraints.txt").write_text("uv==0.9\n")
    (tmp_path / "constraints-access.txt").touch()
    return tmp_path


def bootstrap(project: Path, before: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the bootstrap of a project, after some lines of Python."""
    script = str(project / "tools" / "bootstrap.py")
    code = f"import runpy, sys\nsys.argv = [{script!r}]\n{before}\nrunpy.run_path({script!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ | environment
    )


def test_a_python_that_is_too_old_says_what_to_do(project: Path) -> None:
    done = bootstrap(project, "sys.version_info = (3, 9, 2, 'final', 0)")
    assert done.returncode == 1
    assert "this is Python 3.9, the project needs 3.11, 3.12 or 3.13" in done.stderr
    assert "make PYTHON=" in done.stderr


def test_a_python_without_venv_says_what_to_do(project: Path) -> None:
    done = bootstrap(project, "sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_without_a_registry_it_fails_with_what_to_check_and_is_not_done(project: Path) -> None:
    done = bootstrap(project, PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    assert done.returncode == 1
    assert "check the network and pip's configuration" in done.stderr
    assert not (project / ".venv" / "qore-setup.json").exists()


INSTEAD_OF_UV = """
import os, pathlib, sys
named = [*os.environ["UV_BUILD_CONSTRAINT"].split(), sys.argv[sys.argv.index("-e") + 1]] if "-e" in sys.argv else []
sys.exit(", ".join(name for name in named if not pathlib.Path(name).exists()) or None)
"""
"""What takes uv's place where there is no network: it only looks whether the files that it is named are there."""


def test_a_folder_may_have_blanks_and_accents_in_its_name(project: Path, tmp_path: Path) -> None:
    """Both pip and uv split what their variables say at blanks."""
    folder = tmp_path / "Área de Trabalho" / "qore dagster"
    folder.mkdir(parents=True)
    for name in ("tools", "pyproject.toml", "constraints.txt", "constraints-access.txt"):
        shutil.move(project / name, folder)
    with zipfile.ZipFile(tmp_path / "uv-0.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("uv/__main__.py", INSTEAD_OF_UV)
        wheel.writestr("uv-0.9.dist-info/METADATA", "Metadata-Version: 2.1\nName: uv\nVersion: 0.9\n")
        wheel.writestr("uv-0.9.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("uv-0.9.dist-info/RECORD", "")
    done = bootstrap(folder, PIP_NO_INDEX="1", PIP_FIND_LINKS=tmp_path.as_uri(), PIP_CONFIG_FILE=os.devnull)
    assert (done.returncode, done.stderr) == (0, "")
    assert "pip goes on" not in done.stdout
    assert (folder / ".venv" / "qore-setup.json").exists()


def test_it_does_nothing_when_the_inputs_are_the_same(project: Path) -> None:
    """And something as soon as one of them changes: here it comes to the missing venv."""
    tool = runpy.run_path(str(project / "tools" / "bootstrap.py"))
    interpreter: Path = tool["python"]()
    interpreter.parent.mkdir(parents=True)
    interpreter.touch()
    tool["STAMP"].write_text(json.dumps({"extras": "run", **tool["fingerprint"]()}))
    done = bootstrap(project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (project / "constraints.txt").write_text("uv==0.10\n")
    interpreter.unlink()
    assert bootstrap(project, "sys.modules['ensurepip'] = None").returncode == 1


def test_uv_hears_what_pip_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tool = runpy.run_path(str(BOOTSTRAP))
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://one.example/simple https://two.example/simple")
    monkeypatch.setenv("PIP_CERT", "/ca.pem")
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    heard = tool["uv_environment"]([sys.executable, "-m", "pip"])
    assert heard["UV_DEFAULT_INDEX"] == "https://index.example/simple"
    assert heard["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert heard["SSL_CERT_FILE"] == "/ca.pem"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine.example/simple")
    assert tool["uv_environment"]([sys.executable, "-m", "pip"])["UV_DEFAULT_INDEX"] == "https://mine.example/simple"


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    parts = [("py", "pi.org"), ("python", "hosted"), ("npm", "js.org"), ("/wo", "rk/"), ("/ro", "ot/")]
    words = ["".join(part).encode() for part in parts]
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {
        (name, word.decode())
        for name in filter(None, listing.split("\0"))
        if (ROOT / name).is_file()
        for word in words
        if word in (ROOT / name).read_bytes()
    }
    assert found == set()

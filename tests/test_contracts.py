"""Each import contract breaks on a violation of its own: a pattern that matches nothing would keep everything."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.services import BASE_DIR

CONFIGURED = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
#: By contract: the importing module, and what it must not import.
PLANTED = {
    "apps": ("cases.desk.page.page", "supervision.models.filing"),
    "inside": ("supervision.models.filing", "supervision.workflows.filing"),
    "inside-cases": ("cases.matters.acts.offers", "cases.desk.signing.drafting"),
    "inside-matters": ("cases.matters.table.workflow", "cases.matters.dossier"),
    "inside-desk": ("cases.desk.page.page", "cases.desk.lists.inbox"),
    "inside-office": ("office.models", "office.selectors"),
    "inside-duty": ("office.duty.standing", "office.duty.acts"),
    "edge": ("cases.desk.views.inbox", "cases.models"),
    "periods": ("office.periods.terms", "django"),
}
#: What a pattern must match besides: the other edges, one for each shape of its name.
OTHER_EDGES = {"cases.register.views": "cases.models", "cases.tasks": "cases.models", "reports.views": "reports.models", "office.views.people": "office.models", "office.duty.views": "office.models"}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the code in which every contract is broken once."""
    copied = tmp_path_factory.mktemp("planted")
    for package in CONFIGURED["root_packages"]:
        shutil.copytree(BASE_DIR / package, copied / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(BASE_DIR / "pyproject.toml", copied)
    for importer, imported in [*PLANTED.values(), *OTHER_EDGES.items()]:
        path = copied / Path(*importer.split("."))
        with (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).open("a", encoding="utf-8") as stream:
            stream.write(f"\nimport {imported} as planted  # noqa\n")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=copied, capture_output=True, text=True, check=False, env={"COLUMNS": "400", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 1, done.stdout
    return done.stdout


def test_every_contract_has_its_violation():
    assert {contract["id"] for contract in CONFIGURED["contracts"]} == set(PLANTED)


@pytest.mark.parametrize("contract", CONFIGURED["contracts"], ids=lambda contract: contract["id"])
def test_a_planted_violation_breaks_its_contract(said: str, contract: dict[str, str]):
    importer, imported = PLANTED[contract["id"]]
    heading = f"{contract['name']}\n---"
    assert heading in said, said
    part = re.split("|".join(re.escape(f"{other['name']}\n---") for other in CONFIGURED["contracts"]), said.partition(heading)[2])[0]
    assert f"{importer} -> {imported}" in part, part


@pytest.mark.parametrize("importer", OTHER_EDGES)
def test_no_edge_is_forgotten(said: str, importer: str):
    assert f"{importer} -> {OTHER_EDGES[importer]}" in said

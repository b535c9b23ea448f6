"""Imports go one way, and only one folder each knows Prefect and Apprise: the contracts are in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
BESIDE_THE_LAYERS = {"benchmarks", "tests"}


def test_imports_follow_the_layers() -> None:
    """In a process of its own: the linter silences every logger that it finds."""
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter, "--no-logo"], cwd=CHECKOUT, capture_output=True, text=True)
    assert checked.returncode == 0, (
        "An import goes against the layers. Move what is needed to the lower layer, or hand it in; "
        f"the contract and the offending line:\n{checked.stdout}"
    )


def test_every_package_has_its_place_among_the_layers() -> None:
    rules = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]
    packages = {init.parent.name for init in CHECKOUT.glob("*/__init__.py")} - BESIDE_THE_LAYERS
    layers = {package for layer in rules["contracts"][0]["layers"] for package in layer.split(" | ")}
    assert packages <= layers <= set(rules["root_packages"]), (
        f"Give {packages - layers or layers - set(rules['root_packages'])} a place in the layers and root_packages of "
        "pyproject.toml."
    )

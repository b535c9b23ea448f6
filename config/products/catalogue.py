"""The catalogue: every product version, read from a folder of TOML files.

A folder holds one file for each version of a product, named `<slug>.v<version>.toml`, and two files that they share:
`clocks.toml`, the clocks of a product that does not set its own, and `lines_of_enquiry.toml`, lines that a product
may name by their slug instead of writing them out. A product's `ratings` names one of the scales of `config/ratings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from config.calendar import in_words
from config.malformed import MalformedFile, read_toml, validated
from config.nearest import did_you_mean, quoted
from config.products.clock import Clock, ClockName
from config.products.product import LineOfEnquiry, Product
from config.ratings.scale import scales

SHIPPED = Path(__file__).parent
CLOCKS, LINES = "clocks.toml", "lines_of_enquiry.toml"


class MalformedProduct(MalformedFile):
    """A product file cannot be used: which file, which field and why, in one sentence."""


class UnknownProduct(LookupError):
    """No product of that name, or no such version of it. Not a malformed one: those are refused when loading."""


@dataclass(frozen=True)
class Catalogue:
    """Products by slug and version."""

    products: Mapping[tuple[str, int], Product]

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "Catalogue":
        """Every product version in the folder. Raises MalformedProduct for the first that cannot be used."""
        clocks = _clocks(folder / CLOCKS)
        lines = _lines(folder / LINES)
        products: dict[tuple[str, int], Product] = {}
        for file in sorted(folder.glob("*.toml")):
            if file.name in (CLOCKS, LINES):
                continue
            product = _product(file, clocks, lines)
            key = product.slug, product.version
            if key in products:
                raise MalformedProduct(file, "version", f"version {product.version} of {product.slug} is given twice")
            products[key] = product
        if not products:
            raise MalformedProduct(folder, "", "there is no product file in this folder")
        return cls(products)

    @classmethod
    @cache
    def shipped(cls) -> "Catalogue":
        """The products that come with the system, read once."""
        return cls.load()

    def slugs(self) -> tuple[str, ...]:
        return tuple(sorted({slug for slug, _ in self.products}))

    def name(self, slug: str) -> str:
        """What the newest version of a product is called. Raises UnknownProduct."""
        versions = self._versions(slug)
        return versions[max(versions)].name

    def get(self, slug: str, version: int) -> Product:
        if product := self.products.get((slug, version)):
            return product
        known = ", ".join(str(number) for number in sorted(self._versions(slug)))
        raise UnknownProduct(f"There is no version {version} of {slug}: there is {known}.")

    def latest(self, slug: str, on: date) -> Product:
        """The version that an engagement requested on that day begins with."""
        versions = self._versions(slug)
        in_effect = [version for version, product in versions.items() if product.effective_from <= on]
        if not in_effect:
            first = min(product.effective_from for product in versions.values())
            raise UnknownProduct(f"{slug} is offered from {in_words(first)}, not on {in_words(on)}.")
        return versions[max(in_effect)]

    def _versions(self, slug: str) -> dict[int, Product]:
        versions = {version: product for (name, version), product in self.products.items() if name == slug}
        if not versions:
            raise UnknownProduct(f"There is no product {quoted(slug)}.{did_you_mean(slug, self.slugs())}")
        return versions


def _product(file: Path, clocks: dict[ClockName, Clock], lines: dict[str, LineOfEnquiry]) -> Product:
    """The product of one file, completed with what the folder's products share."""
    given = read_toml(file, MalformedProduct)
    if isinstance(own := given.get("clocks", {}), dict):
        given["clocks"] = {**clocks, **own}
    if isinstance(named := given.get("lines_of_enquiry"), list):
        for line in named:
            if isinstance(line, str) and line not in lines:
                reason = f"{LINES} has no line {quoted(line)}.{did_you_mean(line, lines)}"
                raise MalformedProduct(file, "lines_of_enquiry", reason)
        given["lines_of_enquiry"] = [lines[line] if isinstance(line, str) else line for line in named]
    if isinstance(named := given.get("ratings", "standard"), str):
        if named not in scales():
            reason = f"there is no rating scale {quoted(named)}.{did_you_mean(named, scales())}"
            raise MalformedProduct(file, "ratings", reason)
        given["ratings"] = scales()[named]
    return validated(file, Product, given, MalformedProduct)


def _clocks(file: Path) -> dict[ClockName, Clock]:
    if not file.exists():
        return {}
    return validated(file, dict[ClockName, Clock], read_toml(file, MalformedProduct), MalformedProduct)


def _lines(file: Path) -> dict[str, LineOfEnquiry]:
    if not file.exists():
        return {}
    given = read_toml(file, MalformedProduct)
    tables = {slug: line | {"slug": slug} if isinstance(line, dict) else line for slug, line in given.items()}
    return validated(file, dict[str, LineOfEnquiry], tables, MalformedProduct)

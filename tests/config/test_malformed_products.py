"""A malformed product file is refused with file, field and reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config import products
from config.products import Catalogue, MalformedProduct

SHIPPED = Path(products.__file__).parent
Change = Callable[[str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one product, its clocks, and the shared lines of enquiry."""
    for name in ("clocks.toml", "lines_of_enquiry.toml", "service-to-service-peer-review.v1.toml"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    (tmp_path / "service-to-service-peer-review.v1.toml").rename(tmp_path / "review.v1.toml")
    return tmp_path


@pytest.fixture
def change(folder: Path) -> Change:
    """Replaces a piece of the product's file."""

    def replace(old: str, new: str) -> None:
        file = folder / "review.v1.toml"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    return replace


def refusal(folder: Path) -> str:
    with pytest.raises(MalformedProduct) as refused:
        Catalogue.load(folder)
    return str(refused.value)


def test_the_folder_these_tests_begin_with_is_in_order(folder: Path) -> None:
    assert Catalogue.load(folder).slugs() == ("service-to-service-peer-review",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("slug =", "colour = 'red'\nslug =", "colour: unknown field.", id="an unknown field"),
        pytest.param("slug = ", "# slug = ", "slug: this field is missing.", id="a missing field"),
        pytest.param('slug = "', 'slug = "Fire ', "slug: String should match pattern", id="a slug with spaces"),
        pytest.param("version = 1", 'version = "1"', "version: Input should be a valid integer.", id="a wrong type"),
        pytest.param(
            "version = 1", "version = 0", "version: Input should be greater than or equal to 1.", id="version 0"
        ),
        pytest.param("2018-01-01", "2018-02-30", "this is not a TOML file: ", id="a day that does not exist"),
        pytest.param('"scoping",\n', '"scopping",\n', "stages.1: Input should be 'request',", id="an unknown stage"),
        pytest.param(
            '"request",\n  "scoping"',
            '"scoping",\n  "request"',
            "stages: must be some of request, scoping, team_assignment, challenge_visit, recommendations, "
            "follow_up_plan, quarterly_reporting, each once and in this order.",
            id="stages out of order",
        ),
        pytest.param('"request",', "", "stages: must start with request.", id="no request"),
        pytest.param('"scoping",', '"scoping", "scoping",', "stages: must be some of request,", id="a stage twice"),
        pytest.param(
            '"quarterly_reporting",',
            '"quarterly_reporting", "closed",',
            "stages: must be some of request,",
            id="closed",
        ),
        pytest.param(
            '["scoping", "recommendations"]',
            '["request"]',
            "enters_at must name stages that this product has after request.",
            id="entering at the request",
        ),
        pytest.param('["scoping", "recommendations"]', "[]", "enters_at: ", id="entering nowhere"),
        pytest.param(
            "least = 1, most = 4", "least = 5, most = 4", "team.2: least is 5 and most is 4:", id="least > most"
        ),
        pytest.param("least = 1, most = 4", "least = -1, most = 4", "team.2.least: ", id="fewer than nobody"),
        pytest.param('"operational_peer"]', '"pilot"]', "team.0.kinds.1: Input should be 'officer_peer',", id="a kind"),
        pytest.param('"observer"', '"lead_peer"', "team: there are two places for lead_peer:", id="a role twice"),
        pytest.param("team = [", "team = []\nnobody = [", "nobody: unknown field.", id="a misnamed field"),
        pytest.param(
            '"understanding-risk"',
            '"understanding-riks"',
            "lines_of_enquiry: lines_of_enquiry.toml has no line 'understanding-riks'. "
            "Did you mean understanding-risk?",
            id="an unknown shared line",
        ),
        pytest.param(
            '"understanding-risk"',
            '"responding-to-national-risks"',
            "lines_of_enquiry: responding-to-national-risks is there twice.",
            id="a line twice",
        ),
        pytest.param(
            '"understanding-risk"',
            '{ slug = "risk", title = "Risk", questions = ["understanding risks"] }',
            "lines_of_enquiry.0.questions.0: the inspectorate has no question 'understanding risks'. "
            "Did you mean understanding risk?",
            id="an unknown question",
        ),
        pytest.param(
            "lines_of_enquiry = [", "lines_of_enquiry = 4\nx = [", "lines_of_enquiry: ", id="lines that are none"
        ),
    ],
)
def test_a_product_is_refused_for(folder: Path, change: Change, old: str, new: str, told: str) -> None:
    change(old, new)
    assert refusal(folder).startswith(f"review.v1.toml: {told}")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("[clocks]\ntriage = 5", "clocks.triage: "),
        ("[clocks]\ntriage = { amount = 5, unit = 'working days' }", "clocks.triage.source: this field is missing."),
        (
            "[clocks]\ntriage = { amount = 0, unit = 'days', source = 'assumption' }",
            "clocks.triage.amount: Input should be greater than 0.",
        ),
        (
            "[clocks]\ntriage = { amount = 1, unit = 'fortnights', source = 'assumption' }",
            "clocks.triage.unit: Input should be 'working days', 'days', 'weeks' or 'months'.",
        ),
        ("[clocks]\nlunch = { amount = 1, unit = 'days', source = 'assumption' }", "clocks.lunch: Input should be"),
        ("[choices]\ntiming = ['before']", "choices.timing: must offer two or more different options."),
        ("[choices]\ntiming = ['before', 'before']", "choices.timing: must offer two or more different options."),
        ("[charge]\nprice = 5", "charge.basis: this field is missing."),
    ],
)
def test_a_table_of_a_product_is_refused(folder: Path, table: str, told: str) -> None:
    file = folder / "review.v1.toml"
    file.write_text(f"{file.read_text()}\n{table}\n")
    assert refusal(folder).startswith(f"review.v1.toml: {told}")


def test_a_product_that_assigns_a_team_asks_for_somebody(folder: Path, change: Change) -> None:
    change("least = 1, most = 1", "least = 0, most = 1")
    change("least = 1, most = 4", "least = 0, most = 4")
    assert refusal(folder) == (
        "review.v1.toml: team asks for nobody, although the product has a team_assignment stage."
    )


def test_a_clock_that_neither_the_product_nor_the_folder_gives_is_missing(folder: Path) -> None:
    clocks = folder / "clocks.toml"
    clocks.write_text(clocks.read_text().replace("triage =", "# triage ="))
    assert refusal(folder) == "review.v1.toml: clocks: there is no triage."


def test_a_product_may_set_every_clock_itself(folder: Path) -> None:
    file, clocks = folder / "review.v1.toml", folder / "clocks.toml"
    file.write_text(f"{file.read_text()}\n[clocks]\n{clocks.read_text()}")
    clocks.unlink()
    assert Catalogue.load(folder).slugs() == ("service-to-service-peer-review",)


def test_a_fault_in_the_shared_clocks_is_told_of_their_file(folder: Path) -> None:
    clocks = folder / "clocks.toml"
    clocks.write_text(clocks.read_text().replace("amount = 5", 'amount = "five"', 1))
    assert refusal(folder) == "clocks.toml: triage.amount: Input should be a valid integer."


def test_a_fault_in_the_shared_lines_is_told_of_their_file(folder: Path) -> None:
    lines = folder / "lines_of_enquiry.toml"
    lines.write_text(lines.read_text().replace('title = "Understanding risk"\n', ""))
    assert refusal(folder) == "lines_of_enquiry.toml: understanding-risk.title: this field is missing."


def test_a_version_given_twice_is_refused(folder: Path) -> None:
    (folder / "review.v2.toml").write_bytes((folder / "review.v1.toml").read_bytes())
    assert refusal(folder) == ("review.v2.toml: version: version 1 of service-to-service-peer-review is given twice.")


def test_two_versions_live_side_by_side(folder: Path) -> None:
    text = (folder / "review.v1.toml").read_text()
    later = text.replace("version = 1", "version = 2").replace("2018-01-01", "2024-04-01")
    (folder / "review.v2.toml").write_text(later)
    catalogue = Catalogue.load(folder)
    slug = "service-to-service-peer-review"
    assert catalogue.get(slug, 1).effective_from < catalogue.get(slug, 2).effective_from
    assert catalogue.latest(slug, catalogue.get(slug, 2).effective_from).version == 2
    assert catalogue.latest(slug, catalogue.get(slug, 1).effective_from).version == 1


@pytest.mark.parametrize("content", [b"slug = ", b"\xff\xfe", b"\x00"])
def test_a_file_that_is_not_toml_is_refused(folder: Path, content: bytes) -> None:
    (folder / "review.v1.toml").write_bytes(content)
    assert refusal(folder).startswith("review.v1.toml: this is not a TOML file: ")


def test_a_folder_without_products_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path.name}: there is no product file in this folder."

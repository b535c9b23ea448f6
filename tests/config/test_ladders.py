"""Ladders are data: what is shipped holds together, and what cannot be climbed is refused in words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.calendar import ENGLAND
from config.ladders import Channel, Ladder, LadderName, Ladders, MalformedLadder, read_ladder
from config.products import Catalogue
from engagements.ladders import NeverFires, refuse_rungs_that_never_fire

DAYS = st.dates(date(2005, 1, 1), date(2095, 1, 1))


def written(folder: Path, *rungs: str, slug: str = "quarterly-return") -> Path:
    file = folder / "tried.toml"
    file.write_text(f'slug = "{slug}"\nname = "Tried"\n' + "\n".join(f"[[rungs]]\n{rung}" for rung in rungs))
    return file


def rung(offset: int, **fields: Any) -> str:
    given = {"offset": offset, "audience": ["owner"], "template": "reminder", **fields}
    return "\n".join(
        f"{name} = {str(value) if not isinstance(value, str) else repr(value)}" for name, value in given.items()
    )


def test_every_shipped_ladder_can_be_climbed_to_its_end() -> None:
    refuse_rungs_that_never_fire(Ladders.shipped(), Catalogue.shipped())


def test_chasing_ends_with_the_committees_report_where_there_is_no_other_end() -> None:
    """An invitation lapses instead, so that the place can go to somebody else."""
    for name in LadderName:
        last = Ladders.shipped()[name].rungs[-1]
        assert (last.channel is Channel.REPORT) == (name is not LadderName.INVITATION)


@given(due_on=DAYS)
def test_rungs_are_climbed_in_order_and_on_working_days(due_on: date) -> None:
    for name in LadderName:
        ladder, day, climbed = Ladders.shipped()[name], date(2000, 1, 1), []
        while step := ladder.next_after(day, due_on, ENGLAND):
            assert ENGLAND.is_working_day(step.on)
            assert step.on > day
            climbed.append(step.rung)
            day = step.on
        assert climbed == list(ladder.rungs)


@pytest.mark.parametrize(
    ("rungs", "says"),
    [
        ((rung(5), rung(3)), "put the rungs in order"),
        ((rung(3), rung(3)), "put the rungs in order"),
        ((rung(5), rung(6, unit="days")), "put the rungs in order"),
        ((rung(0, audience=["mayor"]),), "audience"),
        ((rung(0, template="shouting"),), "template"),
        ((rung(0, audience=["oversight_committee"]),), "channel report"),
        ((rung(0, channel="report"),), "channel report"),
        ((rung(0, copied=["owner"]),), "a copy"),
        ((rung(0, audience=["oversight_committee"], channel="report"), rung(3)), "can never fire"),
        ((rung(900),), "offset"),
        ((), "rungs"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(tmp_path: Path, rungs: tuple[str, ...], says: str) -> None:
    with pytest.raises(MalformedLadder, match=says) as refusal:
        read_ladder(written(tmp_path, *rungs))
    assert str(refusal.value).startswith("tried.toml")


def test_a_rung_before_anything_is_ever_asked_can_never_fire(tmp_path: Path) -> None:
    early: Ladder = read_ladder(written(tmp_path, rung(-30), rung(0)))
    with pytest.raises(NeverFires, match="-30"):
        refuse_rungs_that_never_fire(Ladders.shipped().with_ladder(early), Catalogue.shipped())


def test_a_ladder_that_nothing_climbs_is_refused_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    with pytest.raises(MalformedLadder, match="Did you mean quarterly-return"):
        read_ladder(written(tmp_path, rung(0), slug="quarterly-returns"))


@pytest.mark.parametrize("text", ["not toml [", "\x00", ""])
def test_a_file_that_is_no_ladder_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tried.toml"
    file.write_text(text)
    with pytest.raises(MalformedLadder):
        read_ladder(file)
    with pytest.raises(MalformedLadder, match="cannot be read"):
        read_ladder(tmp_path / "missing.toml")

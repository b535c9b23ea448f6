"""Rules for timetables: hours and journeys, as data that is refused where it makes no sense."""

from pathlib import Path

import pytest

from config.timetabling import MalformedTimetableRules, TimetableRules

HOURS = "not_before = 08:00:00\nnot_after = {}\njourney = {}\n"


def written(tmp_path: Path, not_after: str = "18:00:00", journey: str = "30") -> Path:
    file = tmp_path / "timetables.toml"
    file.write_text(HOURS.format(not_after, journey))
    return file


def test_a_journey_is_from_site_to_site_and_never_to_a_room_or_a_call() -> None:
    rules = TimetableRules.shipped()
    assert rules.minutes_between("Headquarters", "North station") == rules.journey
    assert rules.minutes_between("Headquarters, room 1", "headquarters,  Room 2") == 0
    assert rules.minutes_between("Headquarters", "ONLINE") == 0


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"not_after": "07:00:00"}, "not_after, 07:00, must be later than not_before."),
        ({"journey": "-1"}, "journey: Input should be greater than or equal to 0."),
        ({"not_after": '"late"'}, "not_after: "),
        ({"journey": ""}, "this is not a TOML file: "),
    ],
)
def test_malformed_rules_are_refused(tmp_path: Path, fields: dict[str, str], told: str) -> None:
    with pytest.raises(MalformedTimetableRules) as refused:
        TimetableRules.load(written(tmp_path, **fields))
    assert str(refused.value).startswith("timetables.toml: ")
    assert told in str(refused.value)

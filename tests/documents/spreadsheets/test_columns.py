"""The columns are one table: each fills a field that its command has, and no heading could mean two of them."""

import pytest

from documents.spreadsheets.columns import Column, column_named, plain_heading
from documents.spreadsheets.plan import ACTIONS, FINDINGS
from documents.spreadsheets.returns import COLUMNS, FIELDS
from engagements.stages.follow_up_plan import PlannedAction
from engagements.stages.inspectorate import InspectionFinding
from engagements.stages.returns import Update


@pytest.mark.parametrize("columns", [FINDINGS, ACTIONS, COLUMNS])
def test_no_heading_could_mean_two_columns(columns: tuple[Column, ...]) -> None:
    headings = [plain_heading(heading) for column in columns for heading in (column.heading, *column.also)]
    assert sorted(headings) == sorted(set(headings))
    assert all(column_named(column.heading, columns) is column for column in columns)


def test_the_columns_fill_every_field_of_their_commands_and_need_what_these_need() -> None:
    kept = [column for column in ACTIONS if not column.shown_only]
    assert {column.field: column.required for column in kept} == {
        name: field.is_required() for name, field in PlannedAction.model_fields.items()
    }
    found = {column.field: column.required for column in FINDINGS if column.field != "kind"}
    assert found == {name: field.is_required() for name, field in InspectionFinding.model_fields.items()}
    assert FIELDS.keys() == Update.model_fields.keys()
    assert set(FIELDS.values()) <= {column.field for column in COLUMNS}

"""``peer-support commands``: every command, at which stages and by whom it is given, and what it asks for."""

import json as encoding
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.answers import DONE, Json, as_json, heading, say, table
from cli.fields import example, fields
from config.vocabulary import Stage
from engagements.telling import plain

if TYPE_CHECKING:
    from engagements.step import Step


def commands(
    name: Annotated[str | None, Parameter(help="One of them, with every field that it asks for.")] = None,
    /,
    *,
    json: Json = False,
) -> int:
    """Every command: at which stages and by whom it may be given, and what it asks for."""
    from engagements.process import PROCESS, command_named, step_for

    if name:
        step = step_for(command_named(name))
        as_json(_plainly(step)) if json else _explain(step)
    elif json:
        as_json([_plainly(step) for step in PROCESS])
    else:
        table(
            ("Command", "At", "Given by", "What it is for"),
            ((step.command.__name__, _stages(step), _givers(step), _meaning(step).splitlines()[0]) for step in PROCESS),
        )
        say("\nWhat one of them asks for: peer-support commands NAME")
    return DONE


def _plainly(step: "Step") -> dict[str, Any]:
    return {
        "name": step.command.__name__,
        "meaning": _meaning(step),
        "stages": step.at,
        "statuses": step.status,
        "by": step.by,
        "begins": step.begins,
        "schema": step.command.model_json_schema(),
    }


def _explain(step: "Step") -> None:
    name, schema = step.command.__name__, step.command.model_json_schema()
    say(f"{name}: {_meaning(step)}", f"Given by: {_givers(step)}. At: {_stages(step)}. Status: {_statuses(step)}.")
    heading("What it asks for")
    table(
        ("Field", "", "What it holds"),
        ((path, "needed" if needed else "optional", what) for path, needed, what in fields(schema)),
    )
    if not schema["properties"]:
        say("Nothing but the engagement.")
    heading("How to give it")
    filled = encoding.dumps(example(schema), ensure_ascii=False)
    ref = "" if step.begins else " --ref REF"
    data = "" if filled == "{}" else f" --data '{filled}'"
    say(f"peer-support do {name}{ref} --as {step.by[0]}{data}")
    heading("JSON schema")
    say(encoding.dumps(schema, ensure_ascii=False, indent=2))


def _meaning(step: "Step") -> str:
    return (step.command.__doc__ or "").replace("``", "")


def _stages(step: "Step") -> str:
    if step.begins:
        return "the beginning"
    if len(step.at) == len(Stage):
        return "any stage"
    return "any open stage" if len(step.at) == len(Stage) - 1 else ", ".join(map(plain, step.at))


def _givers(step: "Step") -> str:
    return ", ".join(map(plain, step.by))


def _statuses(step: "Step") -> str:
    return ", ".join(map(plain, step.status))

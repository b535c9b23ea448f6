"""``peer-support settings``: what each setting means, what it is, and where it was set."""

from cli.answers import DONE, Json, as_json, say, table
from cli.opening import settings as settings_in_use


def settings(*, json: Json = False) -> int:
    """Every setting: its value, where it was set, and what it means. Secrets are never shown."""
    from config.explanation import explain
    from config.settings import settings_file

    explained = explain(settings_in_use())
    if json:
        as_json(explained)
        return DONE
    say(f"Set in the environment, or in the file {settings_file()}:\n")
    table(
        ("Setting", "Value", "Set in", "Meaning", "Environment variable"),
        ((one.name, one.value_shown, one.source, one.meaning, one.environment_variable) for one in explained),
    )
    return DONE

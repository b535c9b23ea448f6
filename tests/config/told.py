"""What a person is told of their settings."""

import pytest

from config.explanation import Explained, explain
from config.settings import MalformedSettings, Settings

RANDOM = "vK7wPz3mQx9LtR2c"


def refusal() -> str:
    with pytest.raises(MalformedSettings) as refused:
        Settings.load()
    assert refused.value.__cause__ is None
    return str(refused.value)


def explained(name: str) -> Explained:
    return next(setting for setting in explain(Settings.load()) if setting.name == name)

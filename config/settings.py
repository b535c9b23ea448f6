"""Settings: what differs between installations. Nothing global: an entry point loads them and hands them on."""

import os
import tomllib
from datetime import time
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PositiveInt,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.channels import Channel
from config.malformed import problems, sentence
from config.nearest import did_you_mean
from config.other_systems import OtherSystems, Seconds, listed
from config.secrets import SHORTEST_KEY, on_loopback, postgresql, public_address, refuse_weak, split_address
from config.trust import TrustSettings

PREFIX = "PEER_SUPPORT_"


def environment_variable(setting: str) -> str:
    return PREFIX + setting.upper()


def settings_file() -> Path:
    return Path(os.environ.get(environment_variable("settings"), "peer-support.toml"))


class MalformedSettings(ValueError):
    """The settings cannot be used: one sentence for each problem, a line each, and no secret in any."""


SecretKey = Annotated[SecretStr, Field(min_length=SHORTEST_KEY)]


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _all_on_postgresql(given: dict[str, Any]) -> bool:
    """Whether runs may overlap: on SQLite, ours or Prefect's, they only wait for each other."""
    return bool(given["database_url"] and (given["prefect_database_url"] or given["prefect_api_url"]))


class Settings(OtherSystems, TrustSettings):
    """Every setting, from the environment first and the settings file second."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, enable_decoding=False, extra="forbid", frozen=True
    )

    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        Path("var"), description="The folder for state: the SQLite files, the mailbox, the logs."
    )
    database_url: SecretStr | None = Field(
        None, description="A PostgreSQL database for the engagements; unset, a SQLite file in data_dir."
    )
    prefect_host: str = Field("127.0.0.1", description="The address that the Prefect server listens on.")
    prefect_port: int = Field(4200, ge=1, le=65535, description="The port that the Prefect server listens on.")
    prefect_api_url: str | None = Field(
        None, description="A Prefect server that already runs, up to and including /api; unset, one is started."
    )
    prefect_auth: SecretStr | None = Field(
        None, description="What the Prefect server asks for, as user:password. Needed off loopback."
    )
    prefect_database_url: SecretStr | None = Field(
        None, description="A PostgreSQL database for the Prefect server; unset, a SQLite file in data_dir."
    )
    portal_host: str = Field("127.0.0.1", description="The address that the portal listens on.")
    portal_port: int = Field(8000, ge=1, le=65535, description="The port that the portal listens on.")
    portal_url: str = Field(
        default_factory=lambda given: _address(given["portal_host"], given["portal_port"]),
        description="The address at which people reach the portal, as messages name it; https unless on loopback.",
    )
    link_days: PositiveInt = Field(45, description="For how many days a link in a message opens its page.")
    secret_keys: Annotated[tuple[SecretKey, ...], BeforeValidator(listed)] = Field(
        (),
        description="What signs links and sessions: the first key signs, all of them verify; unset, keys in data_dir.",
    )
    dispatch: Literal["in-process", "work-pool"] = Field(
        "in-process", description="Where flows run: in the relay's own process, or with the workers of a work pool."
    )
    work_pool: str = Field("peer-support", min_length=1, description="The Prefect work pool, where flows run in one.")
    flows_at_once: PositiveInt = Field(
        default_factory=lambda given: 4 if _all_on_postgresql(given) else 1,
        description="How many flows a relay runs at once: 1 on SQLite; unset, 4 where both databases are PostgreSQL.",
    )
    lease_seconds: PositiveInt = Field(
        60, description="For how long a relay or a sender holds what it has claimed, before another may take it."
    )
    attempts_before_set_aside: PositiveInt = Field(
        5, description="How often the flow of an event is tried before the event is set aside for a person."
    )
    retry_seconds: Seconds = Field(
        (5, 30, 120, 600), description="The waits between these attempts; the last is used again when they run out."
    )
    delivery_attempts: PositiveInt = Field(5, description="How often a message is tried when the failure is temporary.")
    delivery_retry_seconds: Seconds = Field(
        (60, 300, 1800, 7200), description="The waits between these tries; the last is used again when they run out."
    )
    delivery_timeout_seconds: PositiveInt = Field(20, description="How long a mail server may take to answer.")
    quiet_until: time = Field(
        time(8), description="When reminders may begin to go out on a working day, in UK time, as 08:00."
    )
    quiet_from: time = Field(
        time(18), description="When reminders stop going out on a working day, in UK time; the rest wait for the next."
    )
    bounces: Annotated[Path | None, AfterValidator(lambda path: path and path.expanduser())] = Field(
        None,
        description="Where mail that came back lies: a Maildir, an mbox or a folder of .eml; unset, none is read.",
    )
    largest_evidence_mb: PositiveInt = Field(25, description="How large a file of evidence may be, in megabytes.")
    retention_years: PositiveInt = Field(
        6, description="How many years after their last engagement somebody's name and address are due to be erased."
    )
    busy_hours: int = Field(
        4,
        ge=1,
        le=10,
        description="Hours between 08:00 and 18:00 that an entry of a peer's calendar takes, to take the day.",
    )
    sender: str = Field(
        "Peer Support <peer-support@example.org>", description="Whom messages come from, as Name <address>."
    )
    channels: Annotated[tuple[Channel, ...], BeforeValidator(listed)] = Field(
        (), description="Where messages go: Apprise addresses, by role, person and tag; unset, the mailbox in data_dir."
    )

    @property
    def evidence_dir(self) -> Path:
        """Where files of evidence are kept, by their content."""
        return self.data_dir / "evidence"

    @property
    def database(self) -> str:
        """The address of the engagements' database, password included."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'peer-support.sqlite3').as_posix()}"

    @classmethod
    def load(cls) -> Self:
        """The settings of this process. Raises MalformedSettings with every problem found."""
        file = settings_file()
        if environment_variable("settings") in os.environ and not file.is_file():
            raise MalformedSettings(f"{environment_variable('settings')}: there is no settings file {file}.")
        try:
            return cls()
        except ValidationError as error:
            found = [_told(field, reason, file) for field, reason in problems(error)]
            raise MalformedSettings("\n".join(found)) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise MalformedSettings(sentence(str(file), f"this is not a TOML file: {error}")) from None
        except OSError as error:
            raise MalformedSettings(sentence(str(file), f"this file cannot be read: {error.strerror}")) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())

    @field_validator("database_url")
    @classmethod
    def _ours_is_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        return SecretStr(postgresql(url.get_secret_value(), "psycopg")) if url else None

    @field_validator("prefect_database_url")
    @classmethod
    def _prefects_is_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        return SecretStr(postgresql(url.get_secret_value(), "asyncpg")) if url else None

    @field_validator("prefect_api_url")
    @classmethod
    def _is_an_api(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = split_address(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.endswith("/api"):
            raise ValueError("must be an address such as http://127.0.0.1:4200/api")
        if "@" in parts.netloc:
            raise ValueError("must not hold a user or password: give them in prefect_auth")
        return url

    @field_validator("portal_url")
    @classmethod
    def _is_where_people_reach_us(cls, url: str) -> str:
        return public_address(url)

    @field_validator("prefect_auth")
    @classmethod
    def _guards_what_others_can_reach(cls, auth: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        loopback = on_loopback(info.data.get("prefect_host"))
        if auth is None:
            if not loopback:
                raise ValueError(
                    "give user:password, because prefect_host lets other machines reach the Prefect server"
                )
            return None
        user, colon, password = auth.get_secret_value().partition(":")
        if not (user and colon and password):
            raise ValueError("must be user:password")
        if not loopback:
            refuse_weak(user, password)
        return auth

    @field_validator("flows_at_once")
    @classmethod
    def _one_at_a_time_on_sqlite(cls, flows: int, info: ValidationInfo) -> int:
        known = {"database_url", "prefect_database_url", "prefect_api_url"} <= info.data.keys()
        if flows > 1 and known and not _all_on_postgresql(info.data):
            raise ValueError("must be 1 on SQLite, where flows only wait for each other: set both databases first")
        return flows

    @field_validator("quiet_from")
    @classmethod
    def _leaves_time_to_speak(cls, quiet_from: time, info: ValidationInfo) -> time:
        if info.data.get("quiet_until", time()) >= quiet_from:
            raise ValueError("must be later on the same day than quiet_until, or no reminder would ever go out")
        return quiet_from

    @field_validator("sender")
    @classmethod
    def _has_an_address(cls, sender: str) -> str:
        if "@" not in parseaddr(sender)[1] or not sender.isprintable():
            raise ValueError("must hold an address, such as Peer Support <peer-support@example.org>")
        return sender


def _told(field: str, reason: str, file: Path) -> str:
    """One problem, with where to mend it: the environment variable alone where that is what was set."""
    name = field.partition(".")[0]
    if name not in Settings.model_fields:
        return sentence(str(file), field, f"there is no such setting.{did_you_mean(name, Settings.model_fields)}")
    variable = environment_variable(name)
    return sentence(variable if os.environ.get(variable) else f"{field} ({variable})", reason)

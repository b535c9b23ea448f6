"""What Prefect is told, through its environment: quiet, offline, on loopback, with its state in our data directory.

Prefect reads its settings once, when it is imported, so a process calls `apply` before its first import of Prefect.
"""

import os
import sys
from datetime import timedelta
from ipaddress import ip_address

from config.secrets import on_loopback
from config.settings import Settings

# A run of three tasks takes 70 KB on disk, most of it events. With a run goes the timeline artifact that it left, and
# an engagement may be quiet for the ten months between its visit and its progress review.
KEEP_RUNS = timedelta(days=400)
KEEP_EVENTS = timedelta(days=14)
IDENTITY = ("PREFECT_API_URL", "PREFECT_HOME")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class PrefectImportedTooSoon(RuntimeError):
    """Prefect was imported before it was told which server is ours, and would talk to another one."""


def api_url(settings: Settings) -> str:
    """Where clients on this machine find the Prefect API, without a slash at the end."""
    if settings.prefect_api_url:
        return settings.prefect_api_url
    return f"http://{_reachable(settings.prefect_host)}:{settings.prefect_port}/api"


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Every variable that the Prefect server and its clients need. Holds the passwords: never print it."""
    home = settings.data_dir.resolve() / "prefect"
    return _identity(settings) | {
        # Offline and quiet.
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the V2 pages call an analytics host even so
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_LOGGING_LEVEL": "INFO",  # what an operator reads beside a run
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        # State, and how long it is kept.
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_PROFILE": "local",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": _database(settings),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": f"P{KEEP_RUNS.days}D",
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{KEEP_EVENTS.days}D",
        "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",  # an effect is made once by our own unique key, not by a cache
        # Speed. Task runs reach the database in batches, at most a second late: one write instead of ten.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        # A server that is away is noticed within seconds; the relay has its own back-off.
        "PREFECT_CLIENT_MAX_RETRIES": "1",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",  # so that a client may be opened while it is away
        "PREFECT_API_REQUEST_TIMEOUT": "15",
    }


def apply(settings: Settings) -> None:
    """Tell this process and its children which Prefect is ours.

    Raises PrefectImportedTooSoon where Prefect is imported already and was told of another one.
    """
    wanted = prefect_environment(settings)
    if "prefect" in sys.modules:
        if any(os.environ.get(name) != wanted[name] for name in IDENTITY):
            raise PrefectImportedTooSoon("Prefect was imported before its environment was applied: apply it first.")
        return
    (settings.data_dir / "prefect").mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.update(wanted)
    for name in ("NO_PROXY", "no_proxy"):  # an office proxy must not be asked for a server on this machine
        others = os.environ.get(name, "").split(",")
        os.environ[name] = ",".join(dict.fromkeys([*filter(None, others), *LOOPBACK]))


def _identity(settings: Settings) -> dict[str, str]:
    """Which server, who may use it, and from which pages."""
    own = {
        "PREFECT_API_URL": api_url(settings),
        "PREFECT_API_KEY": "",  # a Prefect Cloud account of whoever starts us is not ours to use
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_SERVER_API_HOST": settings.prefect_host,
        "PREFECT_SERVER_API_PORT": str(settings.prefect_port),
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": ",".join(
            f"http://{host}:{settings.prefect_port}" for host in (_reachable(settings.prefect_host), "localhost")
        ),  # Prefect's default lets any web page that an operator has open start runs here
    }
    if settings.prefect_auth:
        password = settings.prefect_auth.get_secret_value()
        own |= {"PREFECT_SERVER_API_AUTH_STRING": password, "PREFECT_API_AUTH_STRING": password}
    if not on_loopback(settings.prefect_host):
        own["PREFECT_SERVER_UI_API_URL"] = "/api"  # whatever name the operator's browser knows this machine by
    return own


def _database(settings: Settings) -> str:
    if settings.prefect_database_url:
        return settings.prefect_database_url.get_secret_value()
    return f"sqlite+aiosqlite:///{(settings.data_dir.resolve() / 'prefect' / 'prefect.db').as_posix()}"


def _reachable(host: str) -> str:
    """The host as this machine dials it: a server that listens everywhere is dialled on loopback."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1" if address.version == 4 else "[::1]"
    return host if address.version == 4 else f"[{host}]"

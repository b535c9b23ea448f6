"""What our processes write to their logs: our own words, and the warnings of others. What a run logs is in Prefect."""

import logging

OURS = "peer_support"


def log_our_own() -> None:
    handler = logging.StreamHandler()
    handler.addFilter(_is_worth_a_line)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", handlers=[handler])
    logging.getLogger(OURS).setLevel(logging.INFO)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    return record.name.startswith(OURS) or record.levelno >= logging.WARNING

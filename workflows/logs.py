"""What our processes write to their logs: our own words, and the warnings of others. What a run logs is in Prefect."""

import logging


def log_our_own() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("peer_support").setLevel(logging.INFO)

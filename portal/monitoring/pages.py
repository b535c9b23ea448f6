"""The pages of monitors and operators."""

from portal.monitoring import health, metrics, operators

PARTS = (health.pages, metrics.pages, operators.pages)

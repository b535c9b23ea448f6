"""The report of a visit: as the findings suggest it, as it was drafted, and as it became final."""

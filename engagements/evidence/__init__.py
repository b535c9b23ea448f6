"""Evidence files: what may be one, and where they are kept."""

from engagements.evidence.admission import NotEvidence
from engagements.evidence.store import NotOnFile, add, checked, fetched, listed

__all__ = ["NotEvidence", "NotOnFile", "add", "checked", "fetched", "listed"]

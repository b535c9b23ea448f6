"""Facts about the fire and rescue services of England, with what is unverified or not found shown as such."""

from config.reference.data import WELSH_SERVICES, NotInEngland, ReferenceData, UnknownQuestion, UnknownService
from config.reference.inspections import Result
from config.reference.questions import QUESTIONS
from config.reference.services import Governance, Service

__all__ = [
    "QUESTIONS",
    "WELSH_SERVICES",
    "Governance",
    "NotInEngland",
    "ReferenceData",
    "Result",
    "Service",
    "UnknownQuestion",
    "UnknownService",
]

"""Recommendations: what follows as the report goes from draft to publication."""

from config.vocabulary import Role
from documents.kinds import Kind
from engagements.stages.corrections import AccuracyCheckReturned, AccuracyCheckSent, CorrectionDecided
from engagements.stages.recommendations import ReportDrafted, ReportFinalised, ReportPublished
from workflows.following import About, acknowledge, stage_flow, tell, write


@stage_flow
async def recommendations(about: About) -> None:
    """The report is drafted, checked for factual errors by the authority, finalised and published."""
    match about.event:
        case ReportDrafted():
            await tell(Role.LEAD_PEER, "report-drafted", about)
        case AccuracyCheckSent():
            await write(Kind.DRAFT_REPORT, about)
            await tell(Role.AUTHORITY, "accuracy-check-sent", about)
        case AccuracyCheckReturned():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "accuracy-check-returned", about)
        case CorrectionDecided(left=0):
            await tell(Role.AUTHORITY, "corrections-decided", about)
        case CorrectionDecided():
            pass  # the authority hears of all of them at once
        case ReportFinalised():
            await write(Kind.FINAL_REPORT, about)
            await write(Kind.LETTER_TO_CHAIR, about)
            await tell(Role.CHAIR, "letter-to-chair", about)
            await tell(Role.AUTHORITY, "report-finalised", about)
            await tell(Role.PRINCIPAL_ADVISER, "report-finalised", about)
            await tell(Role.PEER, "report-finalised", about)
        case ReportPublished():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "report-published", about)
            await tell(Role.PRINCIPAL_ADVISER, "report-published", about)

"""Follow-up plan: what follows as the authority answers, plans, and its governance body approves."""

from config.vocabulary import Role
from engagements.stages.follow_up_plan import PlanApproved, PlanProposed, RecommendationAnswered
from workflows.following import About, acknowledge, stage_flow, tell


@stage_flow
async def follow_up_plan(about: About) -> None:
    """The authority answers each recommendation and plans its actions; its governance body approves."""
    match about.event:
        case RecommendationAnswered():
            await tell(Role.COORDINATOR, "recommendation-answered", about)
        case PlanProposed():
            await acknowledge(about)
            await tell(Role.GOVERNANCE_BODY, "plan-proposed", about)
            await tell(Role.PRINCIPAL_ADVISER, "plan-proposed", about)
        case PlanApproved():
            await acknowledge(about)
            await tell(Role.AUTHORITY, "plan-approved", about)
            await tell(Role.COORDINATOR, "plan-approved", about)
            await tell(Role.SCRUTINY_MEMBER, "for-scrutiny", about)

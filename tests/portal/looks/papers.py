"""Papers, decisions, and giving a task to somebody else."""

from tests.portal.look import of_clerk, of_guest

PAPER, DRAFT, DECISION = "submit-paper/{subject}", "submit-paper/{subject}/draft", "record-decision/{subject}"
ON_CLOSURE = "closure.slt"

PAPERS = (
    of_guest("papers", "some", "scope proposed"),
    of_guest("papers", "none yet", "at scoping"),
    of_clerk(PAPER, "none yet", "paper owed", f"submit-paper/{ON_CLOSURE}"),
    of_clerk(PAPER, "to be submitted", "paper drafted", f"submit-paper/{ON_CLOSURE}"),
    of_clerk(PAPER, "submitted", "paper before board", f"submit-paper/{ON_CLOSURE}"),
    of_clerk(DRAFT, "to be written", "paper owed", f"submit-paper/{ON_CLOSURE}/draft"),
    of_clerk(DRAFT, "refused", "paper owed", f"submit-paper/{ON_CLOSURE}/draft", "Save the paper"),
    of_clerk(DECISION, "to be recorded", "paper before board", f"record-decision/{ON_CLOSURE}"),
    of_clerk(DECISION, "refused", "paper before board", f"record-decision/{ON_CLOSURE}", "Record the decision"),
    of_clerk(DECISION, "recorded", "referred back", f"record-decision/{ON_CLOSURE}"),
    of_clerk("decide-closure", "to be recorded", "settled"),
    of_clerk("decide-closure", "refused", "settled", words="Record the decision"),
    of_guest("answer-board/{subject}", "to be answered", "referred back", path=f"{{ref}}/answer-board/{ON_CLOSURE}"),
    of_guest("{page}/not-me", "to choose", "scope proposed", path="{ref}/agree-scope/not-me"),
    of_guest("{page}/not-me", "refused", "scope proposed", "Give it to them", "{ref}/agree-scope/not-me"),
    of_guest("{page}/{subject}/not-me", "done already", "full", path="{ref}/respond-to-recommendation/1/not-me"),
)

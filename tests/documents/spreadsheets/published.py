"""A plan as large as one that was published, made up."""

from datetime import date
from typing import Any

from config.reference import QUESTIONS


def published() -> dict[str, Any]:
    """As large as a published plan: 24 areas for improvement, 20 comments and 88 actions, each with its own texts."""
    words = "The service should assure itself that it makes the best use of its resources. " * 6
    refs = [f"A{n}" for n in range(1, 25)] + [f"N{n}" for n in range(1, 21)]
    questions = sorted(QUESTIONS)
    return {
        "findings": [
            {"ref": ref, "question": questions[n % len(questions)], "text": f"{ref}: {words}".strip()}
            for n, ref in enumerate(refs)
        ],
        "actions": [
            {
                "ref": f"{n // 4 + 1}.{n % 4 + 1}",
                "text": f"Action {n}. {words}".strip(),
                "findings": (refs[n % 44], refs[(n * 7 + 1) % 44]),
                "owner": "Head of Protection",
                "lead": "Station manager" if n % 2 else None,
                "due_on": date(2030, n % 12 + 1, n % 28 + 1),
                "success_measure": words.strip() if n % 3 else None,
                "evidence_expected": "=SUM of all audits" if n % 5 else None,
            }
            for n in range(88)
        ],
    }

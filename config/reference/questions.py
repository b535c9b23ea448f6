"""The eleven questions that HMICFRS graded in Rounds 1 and 2, with the pillar of each."""

from config.vocabulary import Pillar

QUESTIONS = {
    "understanding risk": Pillar.EFFECTIVENESS,
    "preventing fires and other risks": Pillar.EFFECTIVENESS,
    "protecting the public through fire regulation": Pillar.EFFECTIVENESS,
    "responding to fires and other emergencies": Pillar.EFFECTIVENESS,
    "responding to national risks": Pillar.EFFECTIVENESS,
    "making best use of resources": Pillar.EFFICIENCY,
    "making the FRS affordable now and in the future": Pillar.EFFICIENCY,
    "promoting the right values and culture": Pillar.PEOPLE,
    "getting the right people with the right skills": Pillar.PEOPLE,
    "ensuring fairness and promoting diversity": Pillar.PEOPLE,
    "managing performance and developing leaders": Pillar.PEOPLE,
}

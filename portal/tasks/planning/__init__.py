"""Proposing the improvement plan: typed action by action, or read from a spreadsheet and looked over."""

"""Webhooks: other systems that are told of each event, as a signed CloudEvent, at least once.

``subscriptions`` who is told of what; ``ledger`` what is owed to each of them and what became of it; ``message`` how an
event is written and signed; ``reaching`` the guarded way out; ``delivery`` claiming, sending, settling.
"""

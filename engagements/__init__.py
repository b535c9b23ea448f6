"""What may happen: the process, its rules, the state, the journal, the obligations. No Prefect, no Apprise, no web."""

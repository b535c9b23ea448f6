"""What belongs to one action: completed with evidence, given a later date, or handed over to business as usual."""

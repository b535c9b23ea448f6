"""Who is told, in what words, through which channel; and the ledger of what was sent. Only here is Apprise imported."""

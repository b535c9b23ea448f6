"""How somebody comes in: staff by signing in, everybody else by a link from a mail."""

"""What authorities and peers are asked for, each page reached by a link from a mail."""

"""The peer pool: who may be asked, what they know, when they are free, where they have been, and what they declared."""

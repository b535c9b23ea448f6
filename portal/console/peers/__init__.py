"""The peer pool, for those who build teams: who there is, what is known of each, and lists of many at once."""

"""Overviews: all engagements at once, counted and paged by the database, as coordinators and advisers look at them."""

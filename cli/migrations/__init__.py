"""The tables' history: each step in ``versions/`` takes a database further. ``revise.py`` writes the next one."""

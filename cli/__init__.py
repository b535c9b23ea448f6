"""The command line: the same commands from a terminal, and starting and stopping the system."""

"""A command's model as a form, and what was posted as a command."""

"""What people see and type: the console of coordinators and advisers, and everyone else's forms."""

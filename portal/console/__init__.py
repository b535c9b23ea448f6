"""What coordinators and principal advisers see and do."""

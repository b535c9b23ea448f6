"""The visit: its timetable, what peers found on it, and the documents that they asked to read."""

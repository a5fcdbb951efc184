"""Reminders of the year's targets: of what, when, in which time zone, and how they are worded."""

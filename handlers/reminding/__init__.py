"""Reminders of the year's targets: of what, when, by whose clock, and how they are worded."""

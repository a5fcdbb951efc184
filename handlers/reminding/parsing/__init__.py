"""Parsers for what people type after /remind and /timezone: times, days of the week, and time zones."""

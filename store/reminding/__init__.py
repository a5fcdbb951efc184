"""Reminders: what chats have subscribed to, and how they are claimed, sent once, and come round."""

"""The conversation: one module for each thing a person does in a chat, `registration` to hand them to Telegram.

Nothing is imported here: `handlers.replies` words answers for a terminal too, which needs no Telegram.
"""

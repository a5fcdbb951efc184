"""Where the bot is no member: inline mode in any chat, and chats that call it as their guest."""

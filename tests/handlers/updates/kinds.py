"""A message of every kind, as Telegram sends it: what it holds besides who wrote it, where and when."""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]

QUESTION = "六个工程是什么"
FILE: Fields = {"file_id": "file", "file_unique_id": "file"}
PICTURE: Fields = FILE | {"width": 90, "height": 90}
FILM: Fields = PICTURE | {"duration": 1}
SOUND: Fields = FILE | {"duration": 1}
STICKER: Fields = PICTURE | {"type": "regular", "is_animated": False, "is_video": False}
PERSON: Fields = {"id": 77, "is_bot": False, "first_name": "Newcomer"}
MACHINE: Fields = {"id": 78, "is_bot": True, "first_name": "Machine", "username": "machine_bot"}
CHANNEL: Fields = {"id": -1_000_000_000_009, "type": "channel", "title": "频道"}
EARLIER: Fields = {"message_id": 1, "date": 1, "chat": CHANNEL, "text": QUESTION}
POLL: Fields = {
    "id": "1",
    "question": QUESTION,
    "options": [{"text": QUESTION, "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
_PRICE: Fields = {"currency": "XTR", "amount": 5}
_PAID: Fields = {
    "currency": "XTR",
    "total_amount": 5,
    "invoice_payload": QUESTION,
    "telegram_payment_charge_id": "1",
    "provider_payment_charge_id": "1",
}
_COLOURS: Fields = {"center_color": 1, "edge_color": 1, "symbol_color": 1, "text_color": 1}
_UNIQUE: Fields = {
    "gift_id": "1",
    "base_name": QUESTION,
    "name": "gift",
    "number": 1,
    "model": {"name": "m", "sticker": STICKER, "rarity_per_mille": 1},
    "symbol": {"name": "s", "sticker": STICKER, "rarity_per_mille": 1},
    "backdrop": {"name": "b", "colors": _COLOURS, "rarity_per_mille": 1},
}
_GIFT: Fields = {"gift": {"id": "1", "sticker": STICKER, "star_count": 5}, "text": QUESTION}
_CHOICE: Fields = {"option_persistent_id": "1", "option_text": QUESTION, "poll_message": EARLIER}
_TASK: Fields = {"id": 1, "text": QUESTION}

MEDIA: Fields = {  # what may carry a caption
    "animation": FILM,
    "audio": SOUND,
    "document": FILE,
    "live_photo": FILM | {"photo": [PICTURE]},
    "paid_media": {"star_count": 1, "paid_media": [{"type": "preview", "width": 1, "height": 1}]},
    "photo": [PICTURE],
    "video": FILM,
    "voice": SOUND,
}
THINGS: Fields = {  # what people send that carries no words of theirs to the bot
    "checklist": {"title": QUESTION, "tasks": [_TASK]},
    "contact": {"phone_number": "1", "first_name": QUESTION},
    "dice": {"value": 6, "emoji": "🎲"},
    "game": {"title": QUESTION, "description": QUESTION, "photo": [PICTURE], "text": QUESTION},
    "giveaway": {"chats": [CHANNEL], "winners_selection_date": 1, "winner_count": 1, "prize_description": QUESTION},
    "giveaway_winners": {
        "chat": CHANNEL,
        "giveaway_message_id": 1,
        "winners_selection_date": 1,
        "winner_count": 1,
        "winners": [PERSON],
        "prize_description": QUESTION,
    },
    "invoice": {
        "title": QUESTION,
        "description": QUESTION,
        "start_parameter": "x",
        "currency": "XTR",
        "total_amount": 5,
    },
    "location": {"latitude": 40.8, "longitude": 111.7},
    "poll": POLL,
    "sticker": STICKER,
    "story": {"chat": CHANNEL, "id": 1},
    "venue": {"location": {"latitude": 40.8, "longitude": 111.7}, "title": QUESTION, "address": QUESTION},
    "video_note": SOUND | {"length": 90},
}
SERVICE: Fields = {  # what Telegram itself says
    "boost_added": {"boost_count": 1},
    "channel_chat_created": True,
    "chat_background_set": {
        "type": {"type": "fill", "fill": {"type": "solid", "color": 1}, "dark_theme_dimming": 1},
    },
    "chat_owner_changed": {"new_owner": PERSON},
    "chat_owner_left": {"new_owner": PERSON},
    "chat_shared": {"request_id": 1, "chat_id": -9, "title": QUESTION},
    "checklist_tasks_added": {"tasks": [_TASK], "checklist_message": EARLIER},
    "checklist_tasks_done": {"checklist_message": EARLIER, "marked_as_done_task_ids": [1]},
    "connected_website": "example.org",
    "delete_chat_photo": True,
    "direct_message_price_changed": {"are_direct_messages_enabled": True, "direct_message_star_count": 5},
    "forum_topic_closed": {},
    "forum_topic_created": {"name": QUESTION, "icon_color": 1},
    "forum_topic_edited": {"name": QUESTION},
    "forum_topic_reopened": {},
    "general_forum_topic_hidden": {},
    "general_forum_topic_unhidden": {},
    "gift": _GIFT,
    "gift_upgrade_sent": _GIFT,
    "giveaway_completed": {"winner_count": 1, "giveaway_message": EARLIER},
    "giveaway_created": {"prize_star_count": 5},
    "group_chat_created": True,
    "left_chat_member": PERSON,
    "managed_bot_created": {"bot": MACHINE},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 60},
    "migrate_from_chat_id": -9,
    "migrate_to_chat_id": -1_000_000_000_010,
    "new_chat_members": [PERSON],
    "new_chat_photo": [PICTURE],
    "new_chat_title": QUESTION,
    "paid_message_price_changed": {"paid_message_star_count": 5},
    "passport_data": {"data": [], "credentials": {"data": "x", "hash": "x", "secret": "x"}},
    "pinned_message": EARLIER,
    "poll_option_added": _CHOICE,
    "poll_option_deleted": _CHOICE,
    "proximity_alert_triggered": {"traveler": PERSON, "watcher": PERSON, "distance": 1},
    "refunded_payment": _PAID,
    "successful_payment": _PAID,
    "suggested_post_approval_failed": {"price": _PRICE, "suggested_post_message": EARLIER},
    "suggested_post_approved": {"send_date": 1, "suggested_post_message": EARLIER},
    "suggested_post_declined": {"comment": QUESTION, "suggested_post_message": EARLIER},
    "suggested_post_paid": {"currency": "XTR", "amount": 5, "suggested_post_message": EARLIER},
    "suggested_post_refunded": {"reason": "post_deleted", "suggested_post_message": EARLIER},
    "supergroup_chat_created": True,
    "unique_gift": {"gift": _UNIQUE, "origin": "upgrade"},
    "users_shared": {"request_id": 1, "users": [{"user_id": 77}]},
    "video_chat_ended": {"duration": 1},
    "video_chat_participants_invited": {"users": [PERSON]},
    "video_chat_scheduled": {"start_date": 1},
    "video_chat_started": {},
    "web_app_data": {"data": QUESTION, "button_text": QUESTION},
    "write_access_allowed": {"web_app_name": QUESTION},
}
MARKS: Fields = {  # what a message of any kind may carry besides; it changes nothing
    "effect_id": "5104841245755180586",
    "reply_to_story": {"chat": CHANNEL, "id": 1},
    "sender_boost_count": 3,
    "suggested_post_info": {"state": "pending"},
}
OF_BUSINESSES = frozenset({"business_connection_id", "sender_business_bot"})  # marks of updates that aren't asked for

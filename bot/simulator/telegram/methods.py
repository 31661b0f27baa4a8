"""The Bot API methods this Telegram knows. (getUpdates waits, so it lives in `polling`.)"""

from collections.abc import Callable, Mapping

from bot.simulator.telegram import asking, editing, sending
from bot.simulator.telegram.call import Call

GET_UPDATES = "getUpdates"

METHODS: Mapping[str, Callable[[Call], object]] = {
    "getMe": asking.get_me,
    "sendMessage": sending.send_message,
    "sendLocation": sending.send_location,
    "sendVoice": sending.send_voice,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": asking.answer_callback_query,
    "sendChatAction": asking.send_chat_action,
    "setMyCommands": asking.set_my_commands,
    "deleteMyCommands": asking.delete_my_commands,
    "getMyCommands": asking.get_my_commands,
    "getChat": asking.get_chat,
    "getChatMember": asking.get_chat_member,
    "setWebhook": asking.set_webhook,
    "deleteWebhook": asking.delete_webhook,
    "getWebhookInfo": asking.get_webhook_info,
}

### Alarms: what is wrong with the bot itself, for coordinators, in the chat and by the second channel. What to do stands in docs/operations.md.

alarm-raised = ⚠️ { $what }
alarm-lasts = ⚠️ Still so: { $what }
alarm-over = ✅ No longer so: { $what }
alarm-title = Eshkol, { $town }

alarm-dark = The bot cannot reach Telegram since { $since }. Nobody is asked and no answer comes in until it is back: please phone for whatever cannot wait.
alarm-token = Telegram refuses the bot's token, so nothing is sent. Whoever runs the bot must set a valid token. Please phone until then.
alarm-rival = Somebody else fetches this bot's messages, so answers may be missed. Whoever runs the bot must stop the second copy or change the token.
alarm-hook = This bot's messages were redirected to a strange address. Whoever runs the bot must change the token at once.
alarm-backlog = Messages have been waiting since { $since } and none gets through. Please phone for whatever cannot wait, and tell whoever runs the bot.
alarm-behind = Answers from people have been waiting unread since { $since }. Please tell whoever runs the bot.
alarm-disk = The bot's disk is nearly full. Whoever runs the bot must make room soon, or no answer can be kept.
alarm-clock = The clock of the bot's computer jumped. Reminders and next waves may come at the wrong time. Whoever runs the bot must check its time.
alarm-quarantine = A message to the bot could not be handled and was put aside. Please tell whoever runs the bot.
alarm-unwritten = Some invited people were never written to; they are asked again now. Open calls deserve a look with /status.
alarm-stuck = Open calls do not move on by themselves. Please look at them with /status, and tell whoever runs the bot.
alarm-database = The bot cannot read or write its database, so nothing works. Whoever runs the bot must act at once. Please phone until then.

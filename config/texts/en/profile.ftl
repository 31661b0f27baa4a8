### A volunteer's own page: profile, pauses, duty, stored data, being forgotten.

## Profile

profile-title = 👤 This is what you offered. Press what shall change.
profile-close = Close
profile-none = You are not registered here yet. Registration takes less than two minutes: /start
profile-consent-changed = The terms have changed. Please read them again.
profile-consent-declined = Without agreement no calls are sent: they are paused. To agree later: /start. To delete everything: /forget
profile-field-language = Bot's language
profile-field-name = Name
profile-field-phone = Phone
profile-field-age = Age
profile-field-place = Neighbourhood
profile-field-skills = Skills
profile-field-languages = Languages
profile-field-clusters = Subjects
profile-field-transport = Getting about
profile-field-times = Times
profile-field-quiet = Quiet hours
profile-field-level = Which calls

## Pauses and duty

pause-for = Pause calls for how long?
pause-day = 1 day
pause-week = 1 week
pause-always = Until I resume
pause-on = No calls will come until { $until }.
pause-on-always = No calls will come until you resume them.
pause-and-places = { $said } The places you already took stay yours: to give one back, press so under its call.
pause-off = Calls can come again.
duty-for = On duty for how long? Calls then come whatever the hour; duty ends by itself.
duty-on = Thank you! On duty until { $until }.
duty-off = Off duty. Thank you!

## Stored data

mydata-title = 🔒 Everything the bot keeps about you:
mydata-account = Only this chat's account: the number and name that Telegram gives, and the language.
mydata-how = Correct it: /profile. Delete it: /forget. Below, word for word as it is stored.
mydata-raw = { $data }

## Being forgotten

forget-what = This deletes your name, phone, account, home, skills, roles and messages, and no call will come any more.
forget-stays = What stays are counts without a name: how many people were asked and came.
forget-places = You hold a place in an open call: it is given back, and someone else is asked.
forget-last-coordinator = ⚠️ You are the only coordinator. Invite another in /team first, or nobody can lead calls here.
forget-go-on = Go on to deletion
forget-sure = Really delete everything? It can't be undone.
forget-now = 🗑 Delete everything
forget-keep = Keep everything
forget-kept = Nothing was deleted.
forget-goodbye = Everything about you was deleted from the bot of { $town }. Thank you for having been here. Messages in this chat can be cleared in Telegram itself.
forget-after-years = Nothing was heard from you for two years, so everything about you was deleted, as the law asks. To volunteer again in { $town }, send /start

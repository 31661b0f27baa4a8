### Joining: the questions, their answers, and what is said when an answer can't be taken.

## Ways and marks

enrol-step = Step { $step } of { $of }
enrol-chosen = ✅ { $what }
enrol-open = ▫️ { $what }
enrol-nothing = none
enrol-use-buttons = Please choose with the buttons below.
enrol-noted = Noted ✅
enrol-not-in-list = That is not in the list. Type part of a name from it, or use the buttons.
enrol-added = Added: { $what }
enrol-done-choosing = Done ✔️
enrol-rest-as-usual = ⏩ The rest as usual

## Language and consent

enrol-language = Welcome to the volunteers of { $town }! In which language shall the bot speak?
language-am = አማርኛ
language-fr = Français
language-es = Español
language-yi = ייִדיש
language-uk = Українська
enrol-consent-why = Through this bot { $town } calls on residents who volunteer. Taking part is your own choice: nothing obliges you, and saying no has no consequences.
enrol-consent-what =
    What is kept: name, phone, age range, neighbourhood and an approximate home point (about 250 m), skills, languages, times, and your answers to calls.
    Why: to ask the right people, and for volunteers' insurance.
    Who sees it: the town's volunteer coordinators and the leads of a call you join. Messages pass through Telegram, outside Israel.
enrol-consent-rights =
    See everything: /mydata. Correct it: /profile. Delete it: /forget.
    Questions: the volunteer coordinator of { $town }, through the municipal 106 centre.
    Terms, version { $version }.
enrol-agree = I agree, let's go on
enrol-decline = No, thank you
enrol-declined = That is perfectly fine. Nothing was kept beyond this chat's account. To come back at any time: /start

## Name, phone, age

enrol-name = What name shall the coordinators see? Type it, or take the one below.
enrol-keep-name = Keep: { $name }
enrol-name-short = A name needs at least two characters, and a letter among them.
enrol-name-long = That is long: a name may have up to { $most } characters.
enrol-phone = Your phone number, so that a coordinator can call. Press the button under the field to share it.
enrol-phone-known = The number kept is { $phone }. Share another one, or go on.
enrol-share-phone = 📱 Share my number
enrol-phone-typed = A typed number can't be checked. Press the button under the field: Telegram then sends your own number. If it isn't seen, press the keyboard icon beside the field.
enrol-phone-foreign = That is someone else's contact. Only your own number can be registered: press the button under the field.
enrol-age = Your age range? Some calls have a minimum age.
enrol-young = 🌱 Under 18: the registration is kept, and calls will come once the path for young volunteers opens, with a parent's approval.

## Where

enrol-place = Which neighbourhood? Choose, type its name, or share a location.
enrol-place-pin = 📍 Share a location instead
enrol-place-list = To the list of neighbourhoods
enrol-pin = Share the location of your home. Only an approximate point is kept, about 250 m around, unless you choose otherwise.
enrol-share-place = 📍 Share my location
enrol-place-unknown = No neighbourhood of that name was found. Choose one below, or type another name.
enrol-place-nowhere = That location can't be read. Choose from the list, or share it again.
enrol-place-outside = That point lies outside { $town }. Choose the nearest neighbourhood from the list.
enrol-exact = That is in { $place }. How exactly shall it be kept? It decides whose call is near.
enrol-exact-blurred = About 250 m is enough
enrol-exact-exact = Keep the exact point

## What

enrol-skills = What can you help with? Choose any number, or type a skill's name. Chosen: { $count }
enrol-languages = Which languages do you speak with people?
enrol-clusters = Which subjects do you want to hear about?
enrol-every-subject = Every subject
enrol-transport = How do you usually get about?
enrol-level = For which calls may the bot write?
enrol-level-routine = Everything: routine and emergency
enrol-level-emergency = Emergencies only
enrol-level-life-saving = Only when a life is at stake

## When

enrol-times = When do calls suit you? Calls to save a life may come at other times too.
enrol-any-time = Any time
enrol-days-and-part = { $days } · { $part }
enrol-days-week = Sun–Thu
enrol-days-friday = Fri
enrol-days-saturday = Sat
enrol-part-night = night 0–6
enrol-part-morning = morning 6–12
enrol-part-afternoon = midday 12–18
enrol-part-evening = evening 18–24
enrol-never-free = No time is chosen. Choose at least one; to rest from calls for a while there is /pause.
enrol-quiet = Quiet hours: when shall the bot stay silent? Choose, or type hours such as 22-7.
enrol-quiet-none = No quiet hours
enrol-quiet-unclear = Those hours are unclear. Type two whole hours with a dash, such as 22-7.
enrol-hours = { $begins }–{ $ends }
enrol-wake = Wake me when a life is at stake

## The card, and handing it in

enrol-card-who =
    Name: { $name }
    Phone: { $phone }
    Age: { $age }
    Neighbourhood: { $place } ({ $exactness })
enrol-card-what =
    Skills: { $skills }
    Languages: { $languages }
    Subjects: { $clusters }
    Getting about: { $transport }
enrol-card-when =
    Times: { $times }
    Quiet hours: { $quiet } (wake to save a life: { $wake })
    Calls: { $level }
enrol-home-blurred = approximate
enrol-home-exact = exact
enrol-summary = Is everything right?
enrol-confirm = ✅ Yes, register me
enrol-change-button = Change something
enrol-change = What shall be changed?
enrol-missing = One answer is still missing.
enrol-finished-waiting = 🎉 Registered, thank you! A coordinator will approve the registration soon; calls come after that.
enrol-finished = 🎉 Registered, thank you! Calls that suit you can come from now on.

## Does it ring?

enrol-sound = 🔔 Sound test: did this message ring on your phone?
enrol-sound-android = Android: press the bot's name at the top of the chat, then Notifications, and switch them on with sound. In the phone's settings: Apps, Telegram, Notifications: allow all. In Do Not Disturb: let Telegram through.
enrol-sound-iphone = iPhone: press the bot's name at the top of the chat and unmute it. In Settings: Notifications, Telegram: allow, with sounds. In Focus: add Telegram to the allowed apps.
enrol-sound-again = 🔔 Test again
enrol-sound-leave = Good enough for now
enrol-sound-good = 👍 Good: an emergency will be heard.
enrol-sound-later = All right. The phone's sound can be set at any time.

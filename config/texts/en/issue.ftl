### Coordinators call from chat: what, where, how many, when, the preview, and Send.

## Words that people type for a time, all spellings, parted by commas

issue-words-today = today
issue-words-tomorrow = tomorrow
issue-words-at = at, on

## What

issue-kind-emergency = 🚨 Emergency call. What is needed? You can also write a code, such as E07.
issue-kind-routine = 📅 Routine call. What is needed? You can also write a code, such as R04.
issue-no-kind-yet = In the clusters that you lead no kind of call can be sent yet; the reasons are behind the button. Until then, ask a coordinator to call, or ask people by phone.
issue-button-kind = { $code } · { $kind }
issue-button-unavailable = Cannot be sent yet: { $count }
issue-unavailable = These kinds of call cannot be sent yet: the bot does not hold to their conditions so far. Until then, ask people by phone.
issue-unavailable-kind = { $code } { $kind }: { $conditions }
issue-kind-not-enforced = “{ $kind }” cannot be sent yet: { $conditions }. Choose another kind.
issue-kind-not-yours = “{ $kind }” belongs to the cluster { $cluster }, which others lead. Choose another kind, or ask a coordinator.
issue-kind-unknown = There is no kind of call { $code }. Choose from the list.
issue-kind-gone = This kind of call was changed in the town’s profile. Choose again.
issue-line-kind-emergency = { $code } { $kind } is an emergency call: write /emergency instead of /call. The rest was kept.
issue-line-kind-routine = { $code } { $kind } is a routine call: write /call instead of /emergency. The rest was kept.
issue-line-unclear = Not understood and left out: { $texts }. Your own words belong in quotation marks.
issue-not-allowed = Only coordinators and cluster leads open calls. Ask the town’s coordinator for an invitation link.
issue-cancelled = Nothing was sent.

issue-condition-pairs = people work in pairs
issue-condition-recurring = a visit that repeats
issue-condition-shelter_hold = nobody is sent while people must shelter
issue-condition-after_all_clear = only after the all clear
issue-condition-roll_list = a list of residents to go through
issue-condition-vehicle_insurance = vehicle insurance
issue-condition-police_clearance = police clearance
issue-condition-adult_present = an adult is present
issue-condition-engineer_ok = an engineer’s approval of the building
issue-condition-authority_escort = escorted by the local authority
issue-condition-police_lead = led by the police
issue-condition-daylight = only in daylight
issue-condition-credential_check = checked credentials
issue-condition-professional = professionals only
issue-condition-professional_register = entry in a professional register
issue-condition-first_aid_course = first aid course
issue-condition-medical_licence = medical licence

## Where

issue-place = { $kind }: where? Choose a neighbourhood, send a location (📎), or write an address.
issue-place-unknown = “{ $text }” is not a neighbourhood of the town as far as the bot knows. Choose from the list or send a location.
issue-place-far = That place is outside the town. Choose a neighbourhood or send another location.
issue-address-kept = Address kept: { $address }
issue-address-not-found = The address “{ $address }” was not found in the town. It is kept for those assigned; choose the neighbourhood.
issue-looking = Looking up “{ $address }”… The answer comes here in a few seconds. No need to wait: you can choose the neighbourhood.
issue-button-again = Look it up again
issue-button-neighbourhood = Choose neighbourhood

## How many

issue-people = { $kind }: how many people? At least { $needed }. You can also write a number.
issue-people-go = { $count ->
    [one] One person
   *[other] { $count } people
}
issue-people-limits = The number of people must be from { $needed } to { $most } for this kind of call.

## When

issue-when = When are people needed? Choose, or write for example: 25.11 16:30
issue-button-now = Now
issue-button-hour = In one hour
issue-button-at = { $at }
issue-now = now
issue-time-impossible = There is no such day or hour: “{ $text }”. Write for example: 25.11 16:30
issue-time-past = “{ $text }” has passed. Choose a later time.
issue-time-far = “{ $text }” is more than half a year ahead. Choose an earlier time.
issue-time-passed = The chosen time has passed. Choose a later one.
issue-time-unclear = “{ $text }” is not a time the bot understands. Write for example: 25.11 16:30, or: tomorrow 9:00

## Preview

issue-summary-emergency =
    🚨 Preview: { $code } { $kind } · { $severity }
    Where: { $place }
    When: { $when }, for { $lasts }
    People: { $people } (needed at least: { $needed })
issue-summary-routine =
    📅 Preview: { $code } { $kind } · { $severity }
    Where: { $place }
    When: { $when }, for { $lasts }
    People: { $people } (needed at least: { $needed })
issue-exact-place = { $place }, exact point
issue-summary-words = Your words: { $text }
issue-summary-meeting = Meeting point: { $text }
issue-summary-contact = On-site contact (only for those assigned): { $text }
issue-summary-address = Address (only for those assigned): { $text }
issue-summary-ref = 106 reference: { $text }
issue-figures = Match: { $matching } · can be reached now: { $reachable }
issue-first-wave = Messages in the first wave: { $messages } · sent within { $seconds } s · expected yes: about { $expected }
issue-later = Then, as long as places are open (estimate): { $waves }
issue-later-wave = { $people } after { $after }
issue-nobody = ⚠️ Nobody can be asked now. Widen the area, or choose another place or time. If you send it anyway, cluster leads and coordinators will be told.
issue-weak = ⚠️ The first wave will probably bring fewer than needed: about { $expected } of { $needed }. Later waves ask more people; a wider area asks them at once.
issue-renewed = The preview was more than five minutes old, so nothing was sent. This is how it stands now.
issue-all-dropped = Everyone in the preview has become unavailable, so nothing was sent. This is how it stands now.
issue-button-send = Send: { $messages } ✅
issue-button-send-anyway = Send anyway
issue-button-widen = Widen to { $distance }
issue-button-words = ✏️ Own words
issue-button-meeting = 📍 Meeting point
issue-button-contact = 📞 Contact
issue-button-address = 🏠 Address
issue-button-ref = 106 reference
issue-button-lasts = ⏱ { $lasts }
issue-button-drill = Mark as drill
issue-button-real = Not a drill
issue-button-clear = Take out

## What may be added

issue-ask-words = Write what people should know. It is shown as written, to everyone asked: no names, phones or exact addresses.
issue-ask-meeting = Where do people meet? Only those assigned see it.
issue-ask-contact = Who receives people on site? Name and phone; only those assigned see it.
issue-ask-address = What is the exact address? Only those assigned see it.
issue-ask-ref = What is the reference number of the 106 centre?
issue-ask-lasts = How long will it last? You can also write a number of hours.
issue-lasts-limits = Write a number of hours, at most { $most }.
issue-too-long = That is too long: { $most } letters at most.
issue-only-words = Only words help at this step. Write, or use the buttons.

## Sent

issue-sent = { $asked ->
    [one] Call { $number } is out to one person.
   *[other] Call { $number } is out to { $asked } people.
}
issue-sent-nobody = Call { $number } is open, but nobody could be asked yet. Cluster leads and coordinators will be told.
issue-dropped = No longer available since the preview: { $count }

### The live call card that staff and linked groups watch.

## How a call stands

card-about = { $cluster } · { $area }
card-open-next-wave = Open · wave { $wave } of { $waves } · next wave: { $at }
card-open-last-wave = Open · wave { $wave } of { $waves } · no further wave
card-owner = Owner: { $owner }
card-no-owner = No owner: anyone in charge may take it over
card-ref-106 = 106 reference: { $ref }

## How many

card-role-open = ▫️ { $role }: { $taken } of { $places }
card-role-full = ✅ { $role }: { $taken } of { $places }
card-further-people = further people
card-needed = Needed at least { $needed } · target { $target }
card-asked = Asked { $asked } · delivered { $delivered } · seen { $seen }
card-coming = Coming { $coming } · of them on the way { $on_the_way } · arrived { $arrived }
card-others = Stand-by { $stand_by } · can't { $cannot } · silent { $silent }
card-counted = { $standing }: { $count }
card-overdue = overdue
card-unreachable = not reached

## Who

card-people = { $standing }: { $people }
card-person-by = { $name } (by { $at })
card-more-people = { $count } more
card-nameless = no name

## Buttons

card-press-people = Who answered what
card-press-wave = Next wave
card-press-phones = Phones of the silent
card-press-correct = Correct
card-press-takeover = Take over
card-press-history = History
card-press-close = Close the call

## Notices about a call

call-unfilled = 🔺 Call { $number } is not filled: { $coming } of { $needed } coming · { $silent } silent. The card with everything you can do follows.
call-taken-over = Call { $number } is now owned by { $by }.
call-corrected = ✏️ The details of call { $number } were corrected. Its message shows the new ones.
call-closed-done = ✅ Call { $number } is over. Thank you very much!
call-closed-cancelled = ❌ Call { $number } is cancelled, there is no need to come. Thank you!
call-expired = ⌛ Call { $number } is closed: its time passed while Telegram was away, and nobody had taken a place. If help is still needed, please open a new call.

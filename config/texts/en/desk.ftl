### What a coordinator reads and presses after a call is out.

## Buttons beside the card

desk-press-card = Show the card
desk-press-done = Done ✅
desk-press-cancelled = Cancelled
desk-press-words = New words
desk-press-point = New meeting point

## What a press did, or why it did nothing

desk-private-only = This works in your private chat with the bot. Send /status there.
desk-call-closed = Call { $number } is closed. Nothing was changed.
desk-wave-filled = Enough people are coming, so no one else is asked.
desk-wave-sent = The next wave is out. People asked: { $asked }
desk-wave-nobody = Nobody else matches right now. Try again later or phone those who are silent.
desk-already-yours = Call { $number } is already yours.
desk-taken-over = Call { $number } is yours now. Its card is in your private chat.
desk-ownerless = Call { $number } has nobody in charge: whoever led it no longer holds the role. Will you take it over?

## The people of a call

desk-people = Asked: { $asked } · coming: { $coming } · no answer: { $silent }
desk-people-hint = Press a name to answer for someone.
desk-person = • { $name }: { $facts }
desk-eta = expected { $at }
desk-answered-by = answered by { $name }
desk-answer-for = What is the answer for { $name }? It is recorded as given by you.
desk-answered = { $name }: { $standing }
desk-answer-too-late = Nothing was changed. { $name }: { $standing }
desk-nobody-silent = Everyone has answered.
desk-phones = To be phoned: { $count }. The history records that the phones were shown.
desk-phone = • { $name }: { $phone } ({ $standing })
desk-no-phone = no phone

## Closing; the words are typed behind the number, parted by commas

desk-close-how = How did the call end? Everyone who saw it will be told.
desk-close-which = Which call is to be closed?
desk-closed-toast = Call { $number } is closed.
desk-closed-done = Closed as done: { $call }
desk-closed-cancelled = Closed as cancelled: { $call }
close-words-done = done, finished, complete
close-words-cancelled = cancelled, canceled, cancel

## Correcting

desk-correct-what = What has changed?
desk-correct-words = Write the new words. They replace the old ones.
desk-correct-point = Write the new meeting point. Only those assigned will see it.
desk-correct-look = Everyone who saw the call gets the correction; those coming are alerted with a sound.
desk-correct-left = The call stays as it was.
desk-correct-over = This call can no longer be corrected here.
desk-correct-in-words = Please send text.
desk-correct-too-long = That is too long. The most is { $most } letters.
desk-corrected = Corrected: { $call }
desk-words-now = Words now: { $text }
desk-point-now = Meeting point now: { $text }
desk-words-new = New words: { $text }
desk-point-new = New meeting point: { $text }

## What happened to a call

history-title = What happened:
history-line = { $at } – { $what }
history-opened = call opened by { $by }
history-wave = wave { $wave }, people asked: { $asked }
history-answered = { $name }: { $reply }
history-answered-for = { $name }: { $reply } (recorded by { $by })
history-climbed-leads = cluster leads alerted
history-climbed-coordinators = coordinators alerted
history-corrected = corrected by { $by }
history-taken-over = taken over by { $by }
history-phones-shown = phones shown to { $by }
history-filled = enough people are coming
history-reopened = a place is free again
history-closed-done = closed as done by { $by }
history-closed-cancelled = closed as cancelled by { $by }
history-closed-expired = closed: its time passed while Telegram was away
history-resumed = Telegram is back after a break; whoever may have pressed in vain was asked again

## What is open

status-open = Open calls: { $count }
status-nothing-open = No open calls.
status-counts = Needed: { $needed } · coming: { $coming } · arrived: { $arrived }
status-drill = Drill: { $call }
status-press-again = Refresh
status-no-call = There is no call { $number }. Send /status to see what is open.
status-which-number = Write the call’s number, for example: /status 17
status-nothing-yours = No call is waiting for you right now.
status-not-yours = Call { $number } is not waiting for your answer.
status-group-unlinked = This group does not follow any calls. A coordinator can write here: /link all

## The day in figures

report-title = Today’s calls (without drills): { $count }
report-nothing = No calls today.
report-counts = Asked: { $asked } · coming: { $coming } · arrived: { $arrived }
report-first-yes = First yes after { $after }
report-median = Usual time to the first yes (median): { $after }

## Groups that follow a cluster

link-words-all = all, every
link-which = Write a cluster behind the command, or all: { $clusters }
link-done = This chat now follows the calls of the cluster: { $cluster }. Only counts are shown here, no personal details.
link-done-all = This chat now follows every call. Only counts are shown here, no personal details.
link-ended = This chat no longer follows calls.
link-lost = One linked group no longer takes messages from the bot, so it no longer follows calls. Add the bot there again and write /link in it.
link-in-groups = This command works in a group. Add the bot there and write /link in it.

### A volunteer's own view of a call, and what every message about a call has in common.

## Which call, where, who

call-lines =
    { $first }
    { $rest }
call-title-emergency = 🚨 Emergency call { $number }: { $kind }
call-title-routine = 🔔 Call { $number }: { $kind }
call-role-any = any help
call-role-either = { $first } or { $other }
call-role-count = { $role } (×{ $count })
call-distance-near = less than { $distance }
call-distance-about = about { $distance }

## What a volunteer is asked

invitation-cluster = Cluster: { $cluster }
invitation-where-about = Where: { $area } · { $far } from home
invitation-where-towards = Where: { $area } · { $far } to the { $direction } of home
invitation-when-now = When: now, for { $lasts }
invitation-when = When: { $at }, for { $lasts }
invitation-needed = People needed: { $people } · coming so far: { $coming }
invitation-roles = Roles: { $roles }
invitation-words =
    The coordinator's words:
    { $words }
invitation-words-in =
    The coordinator's words (written in { $language }):
    { $words }
invitation-in-hebrew = Hebrew
invitation-in-arabic = Arabic
invitation-in-russian = Russian
invitation-in-english = English
invitation-corrected = ✏️ The details were corrected after sending
invitation-yes-is-not-assigned = A yes is not yet an assignment: right after it you see here whether a place is yours, and only then the exact address.
invitation-rescue-numbers = Danger to life? Call 100 police · 101 ambulance · 102 fire
invitation-typed = You can also write: { $examples }
invitation-typed-minutes = You can also write: { $examples } (20 is the minutes until you arrive)
invitation-questions = A question? Reply to this message and the coordinator gets it.
invitation-after-dark = ⚠️ Telegram was away since { $since }, and presses since then may be lost. Please answer once more: a button or a few words will both do.

## Where a volunteer stands

invitation-assigned = ✅ You are assigned: the place is yours
invitation-on-the-way = 🚗 You are on the way, thank you
invitation-arrived = 📍 You are there, thank you for coming
invitation-stand-by = ⏳ You are on stand-by. Every place is taken for now, so please stay where you are. If one opens, we tell you.
invitation-overdue = ⌛ The expected arrival time has passed, so the place is open to others again. If you are there or still coming, say so here.
invitation-done = ✅ Your work is done. Thank you very much!
invitation-stood-down = 💚 Enough people are coming, so you are not needed this time. Thank you!
invitation-unreachable = Messages did not reach you, so others were asked. To offer help, reply to this message.
invitation-cannot = Noted: not this time. Thank you for answering!
invitation-cannot-until = Noted: not now. If people are still needed, we ask again: { $at }. Thank you!
invitation-withdrawn = You have withdrawn. Thank you for telling us!
invitation-left-site = Noted: you have left the site. Thank you for coming!

## What only those assigned see

invitation-role = Your role: { $role }
invitation-where-exactly = Address: { $address } ({ $area })
invitation-where-on-map = Where: { $area }, the exact point is behind the buttons
invitation-where-unknown = Where: { $area }. The coordinator gives you the address
invitation-meeting-point = Meeting point: { $place }
invitation-contact = On-site contact: { $contact }
invitation-promised = Expected arrival: { $at }
invitation-report-to = You report to: { $owner }
invitation-report-to-coordinator = You report to the volunteer coordinator
invitation-next-assigned = Next: when you set out, press “On my way”.
invitation-next-on-the-way = Next: when you get there, press “Arrived”.
invitation-next-arrived = Next: report to whoever is in charge there. At the end press “Done”.

## A call that is over

invitation-closed-done = The call is over. Thank you!
invitation-closed-done-thanks = The call is over. Thank you very much for your help!
invitation-closed-cancelled = The call is cancelled, there is no need to come. Thank you!
invitation-closed-expired = The time of this call passed while Telegram was away, there is no need to come. Thank you!

## Buttons

invitation-press-coming-in = Coming · { $minutes } min
invitation-press-withdraw = Can't after all
invitation-press-after-all = I can after all
invitation-press-left = Leaving the site
invitation-press-waze = Navigate: Waze
invitation-press-google-maps = Google Maps
invitation-press-area-map = 🗺 Map of the area

## Why not

invitation-reasons = Why not? One tap and you are done.
invitation-reason-not-now = Not now, ask me in 2 hours
invitation-reason-too-far = Too far
invitation-reason-not-my-skill = Not my skill
invitation-reason-unwell = Unwell
invitation-reason-other = Another reason

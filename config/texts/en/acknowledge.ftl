### What comes of a volunteer's answer, and the words that answer without a button.

## Examples to type; each is understood whatever the language of the person

acknowledge-example-coming = accept { $number }
acknowledge-example-coming-minutes = accept { $number } 20
acknowledge-example-cannot = can't { $number }
acknowledge-example-on-the-way = on my way { $number }
acknowledge-example-arrived = arrived { $number }
acknowledge-example-done = done { $number }
acknowledge-example-left = left { $number }

## Words that answer, parted by commas; words of every language are understood from everybody

acknowledge-words-coming = accept, coming, i'm coming, i am coming, count me in, i'm in, i can after all
acknowledge-words-cannot = can't, cannot, can not, i can't, i cannot, not this time, decline, can't after all
acknowledge-words-on-the-way = on my way, i'm on my way, on the way, en route
acknowledge-words-arrived = arrived, i arrived, i've arrived, i'm here, we're here
acknowledge-words-done = done, i'm done, finished, i'm finished
acknowledge-words-left = left, i left, i've left, withdraw, leaving the site
acknowledge-words-not-now = not now
acknowledge-words-too-far = too far
acknowledge-words-not-my-skill = not my skill
acknowledge-words-unwell = unwell, i'm unwell, i'm sick

## Where a volunteer now stands

acknowledge-stands-asked = Call { $number }: you have not answered yet.
acknowledge-stands-assigned = Call { $number }: you are assigned. Thank you!
acknowledge-stands-stand-by = Call { $number }: you are on stand-by. No need to set out yet.
acknowledge-stands-on-the-way = Call { $number }: you are on the way.
acknowledge-stands-arrived = Call { $number }: you are there.
acknowledge-stands-done = Call { $number }: your work is done. Thank you!
acknowledge-stands-left = Call { $number }: you are no longer part of it. Thank you!
acknowledge-stands-overdue = Call { $number }: your arrival time has passed, the place is open again.
acknowledge-stands-cannot = Call { $number }: not this time. Thank you for answering!
acknowledge-stands-stood-down = Call { $number }: enough people are coming. Thank you!
acknowledge-stands-unreachable = Call { $number }: others were asked instead.
acknowledge-unchanged = Nothing changed. { $stands }
acknowledge-call-closed = Call { $number } is already closed. Thank you!
acknowledge-not-yours = This button belongs to somebody else's invitation.

## Answers in words

acknowledge-which-call = Which call do you mean? Write it again with the number: { $examples }
acknowledge-not-invited = You have no open invitation to call { $number }.
acknowledge-edit-changes-nothing = ✏️ Editing a message changes no answer. To change it, send a new one: { $examples }

## Replies that reach the owner of a call

acknowledge-reply-text =
    💬 { $name } · call { $number } · { $standing }
    { $words }
acknowledge-reply-text-edited =
    ✏️ { $name } · call { $number } · { $standing } · edited
    { $words }
acknowledge-reply-relayed = 💬 { $name } · call { $number } · { $standing }. Their message follows:
acknowledge-reply-relayed-edited = ✏️ { $name } · call { $number } · { $standing }. Their message was edited, here it is again:
acknowledge-passed-on = Passed on to the coordinator of call { $number }.
acknowledge-nobody-to-pass-to = Call { $number } has no coordinator right now. In danger to life call 100, 101 or 102.

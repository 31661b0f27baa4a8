### The team: roles, invitations, and letting volunteers in.

## The team

team-title = The team:
team-pending-title = Waiting for a coordinator’s confirmation:
team-member = { $name }: { $role }
team-member-until = { $name }: { $role }, until { $until }
team-lead-of = cluster lead: { $cluster }
team-press-volunteers = Volunteers to approve: { $count }
team-press-invite = Invite to the team
team-press-confirm = Confirm { $name }
team-press-refuse = Decline { $name }

## One member

team-term-ask = Until when does this role last?
team-press-term = Days from now: { $days }
team-press-endless = No end date
team-press-revoke = End the role now
team-revoke-sure = Is this role to end now? It stops at once, everywhere.
team-you-have-role = Your role is confirmed: { $role }. Send /status to see open calls.
team-you-lost-role = This role has ended: { $role }. Thank you for everything you gave.
team-not-confirmed = The role was not confirmed: { $role }. Questions? Ask whoever invited you.

## Inviting someone

team-invite-role = Which role is the invitation for?
team-invite-cluster = Which cluster?
team-link = Invitation to the role: { $role }
    { $link }
    Pass it on to one person only. It works once, until { $until }, and a coordinator confirms the role afterwards.
team-press-open = Open the invitation
team-invited = { $name } invites you to a role in { $town }: { $role }
team-invited-after = After you accept, a coordinator confirms it. The invitation is good until { $until }.
team-press-accept = Accept the role
team-press-leave = No, thank you
team-invite-left = The invitation was left aside. Nothing has changed.
team-accepted = Thank you. The role now waits for a coordinator’s confirmation: { $role }
team-please-confirm = { $name } accepted an invitation to a role: { $role }. Confirm only if you know this person.
team-confirmed = Confirmed. { $name }: { $role }
team-refused = Declined. { $name }: { $role }

## The host's one-time code

team-code-ask = Write /admin and, behind it, the one-time code that came with the bot’s installation.
team-code-wrong = This code does not fit. Check it and try again.
team-code-wait = Too many attempts. Try again in an hour.
team-code-used = This code has been used already. Ask whoever runs the bot for a new one.
team-claimed = You are a coordinator of { $town } now. Invite a colleague with /team; from then on every role needs two people. Now delete the message with the code.
team-code-claimed = { $name } became a coordinator with the host’s one-time code. If this is not expected, end the role in /team.

## Why a role stays as it is

team-refused-gone = This is no longer valid: it was used, has run out or was taken back. Ask for a new invitation.
team-refused-own = Nobody can confirm themself or use their own invitation.
team-refused-needs-another = Another coordinator has to confirm this: whoever invites cannot confirm too.
team-refused-last = This is the last coordinator without an end date. Confirm another one first.
team-refused-already = You already hold this role, or it waits for confirmation.

## Letting volunteers in

team-new-volunteer = New volunteer: { $name }
    Neighbourhood: { $neighbourhood }
    Skills: { $skills }
team-approve = Approve
team-decline = Decline
team-volunteers = Volunteers who wait for approval: { $count }
team-volunteer = • { $name } · { $age } · { $neighbourhood }
team-age-from = age { $years } or older
team-age-unknown = age not given
team-nowhere = no neighbourhood given
team-skills = Skills: { $skills }
team-approve-one = Approve { $name }
team-decline-one = Decline { $name }
team-press-approve-all = Approve all shown: { $count }
team-press-first-page = First page
team-approved = { $name }: approved
team-declined = { $name }: declined
team-decided-toast = Recorded.
team-decided-before = This was decided before. Nothing was changed.
team-you-are-in = You are approved as a volunteer of { $town }. Thank you. Calls that fit will come here.
team-you-are-not-in = Your registration in { $town } was not approved. For questions, phone 106.

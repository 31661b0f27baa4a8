### What the bot says about itself, and short news about a call.

cancelled = All right, we left that. Nothing was sent.
nothing-to-cancel = There is nothing to leave. A call is closed with /close and its number.
unknown-command = There is no such command. See /help
not-understood = I did not understand that. See /help, or press a button above.
screen-outdated = This button is out of date. The current step is below.
button-unknown = This button no longer does anything. See /help
too-fast = Too many messages in one minute: the last ones were not read. Please wait a minute and go on. Answers to calls always get through.
not-allowed = This needs a role you do not hold. A coordinator of the town can grant it: see /team
update-quarantined = Warning: one message to the bot (no. { $update }) failed five times and was put aside. Please tell whoever runs the bot.


## The command list that Telegram shows

command-start = Begin, or return to the first screen
command-help = What the bot can do
command-language = Choose a language
command-profile = My details
command-pause = Pause, or go on duty
command-mydata = What is kept about me
command-forget = Delete everything about me
command-status = Open calls
command-cancel = Leave this conversation
command-call = Issue a routine call
command-emergency = Issue an emergency call
command-close = Close a call
command-team = The team and new volunteers
command-report = Today's calls in figures

### The door: home, help, language.

## Home

home-greeting = Hello, { $name }! This is volunteering in { $town }.
home-joining = Your registration is not finished yet: /start goes on with it.
home-provisional = ⏳ Waiting for a coordinator's approval. Calls come after that.
home-approved = ✅ Registered as a volunteer: calls that suit you will come here.
home-declined = The registration was not approved. For questions: the volunteer coordinator, through the municipal 106 centre.
home-paused-until = ⏸ Calls are paused until { $until }.
home-paused = ⏸ Calls are paused until you resume them.
home-on-duty = 🟢 On duty until { $until }: calls come whatever the hour.
home-coordinator =
    You coordinate volunteers here.
    /emergency: an emergency call
    /call: a routine call
    /status: open calls
    /team: colleagues and approvals
home-cluster-lead =
    You lead a cluster here.
    /emergency: an emergency call
    /call: a routine call
    /status: open calls
home-button-enrol = 🙋 Register as a volunteer
home-button-duty = 🟢 Go on duty
home-button-off-duty = ⚪ Go off duty
home-button-pause = ⏸ Pause calls
home-button-resume = ▶️ Resume calls
home-button-profile = 👤 My profile
home-button-mydata = 🔒 My data
home-button-language = 🌐 Language
home-button-help = ❓ Help

## Help

help-newcomer =
    Here residents volunteer for their town: in an emergency and in the ordinary week.
    /start: register, under two minutes
    /language: another language
    /mydata: what is kept about you
    /forget: delete it
help-volunteer =
    When a call comes, press a button under it or answer in words.
    /profile: see and change your details
    /pause: no calls for a while
    /duty: on duty for some hours
    /language: another language
    /mydata: what is kept about you
    /forget: delete it
help-lead =
    Leading calls:
    /emergency: an emergency call
    /call: a routine call
    /status: open calls
    /close: close a call by its number
    /report: today's calls in figures
help-coordinator =
    Coordinating:
    /team: colleagues, invitations, approval of volunteers
    /link: let a group follow a cluster (sent in the group)
    /unlink: the group stops following (sent in the group)
help-emergency-numbers = In danger to life call: police 100, ambulance 101, fire and rescue 102. Municipal centre: 106.

## Language

start-language-which = In which language shall the bot speak?
start-language-now = The bot speaks English from now on.

### Words that every topic shares.

## Buttons that every conversation has

button-yes = Yes
button-no = No
button-back = Back
button-skip = Skip
button-confirm = Confirm
button-cancel = Cancel
button-next = Continue
button-send = Send
button-page-next = Next page
button-page-previous = Previous page

## Each language under its own name, whoever reads

language-he = עברית
language-ar = العربية
language-ru = Русский
language-en = English

## Lists, days and hours; weekdays by ISO number (Monday 1), months as they stand in a date

list-separator = { ", " }
moment-today = { $time }
moment-day = { $weekday } { $day } { $month }, { $time }
moment-year = { $weekday } { $day } { $month } { $year }, { $time }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## How long, how far, which way

duration-minutes = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
duration-hours = { $hours ->
    [one] one hour
   *[other] { $hours } hours
}
duration-days = { $days ->
    [one] one day
   *[other] { $days } days
}
distance-metres = { $metres } m
distance-kilometres = { $kilometres } km
compass-north = north
compass-north-east = north-east
compass-east = east
compass-south-east = south-east
compass-south = south
compass-south-west = south-west
compass-west = west
compass-north-west = north-west

## Words about people; a key made from a word of the tables keeps its underscores

age-under_14 = 13 or younger
age-from_14 = 14
age-from_15 = 15
age-from_16 = 16–17
age-from_18 = 18–20
age-from_21 = 21–23
age-from_24 = 24–64
age-from_65 = 65 or older
transport-foot = On foot
transport-bike = Bicycle or scooter
transport-car = Car
role-coordinator = volunteer coordinator
role-cluster_lead = cluster lead

## Words about calls

severity-routine = routine
severity-urgent = urgent
severity-life_saving = life-saving
call-state-open = open
call-state-filled = filled
call-state-done = done
call-state-cancelled = cancelled
call-state-expired = its time has passed
drill-banner = ⚠️ Drill! Do not go out

## What a volunteer presses: first person, no gender

press-coming = Count me in
press-cannot = Not this time
press-on_the_way = On my way 🚗
press-delayed = Running late
press-arrived = Arrived 📍
press-done = Done ✅
press-left = Withdraw

## What the others read about it: nouns, no gender

reply-silent = no answer yet
reply-seen = seen
reply-coming = coming
reply-stand_by = on stand-by
reply-on_the_way = on the way
reply-arrived = arrived
reply-done = done
reply-cannot = can't this time
reply-left = withdrew
reply-stood_down = stood down with thanks

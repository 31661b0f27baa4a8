### Words that every topic shares.

## Buttons that every conversation has

button-yes = כן
button-no = לא
button-back = חזרה
button-skip = דילוג
button-confirm = אישור
button-cancel = ביטול
button-next = המשך
button-send = שליחה
button-page-next = העמוד הבא
button-page-previous = העמוד הקודם

## Each language under its own name, whoever reads

language-he = עברית
language-ar = العربية
language-ru = Русский
language-en = English

## Lists, days and hours; weekdays by ISO number (Monday 1), months as they stand in a date

list-separator = { ", " }
moment-today = { $time }
moment-day = { $weekday }, { $day } ב{ $month }, { $time }
moment-year = { $weekday }, { $day } ב{ $month } { $year }, { $time }
weekday-1 = יום שני
weekday-2 = יום שלישי
weekday-3 = יום רביעי
weekday-4 = יום חמישי
weekday-5 = יום שישי
weekday-6 = שבת
weekday-7 = יום ראשון
weekday-short-1 = ב׳
weekday-short-2 = ג׳
weekday-short-3 = ד׳
weekday-short-4 = ה׳
weekday-short-5 = ו׳
weekday-short-6 = שבת
weekday-short-7 = א׳
month-1 = ינואר
month-2 = פברואר
month-3 = מרץ
month-4 = אפריל
month-5 = מאי
month-6 = יוני
month-7 = יולי
month-8 = אוגוסט
month-9 = ספטמבר
month-10 = אוקטובר
month-11 = נובמבר
month-12 = דצמבר

## How long, how far, which way

duration-minutes = { $minutes ->
    [one] דקה אחת
    [two] שתי דקות
   *[other] { $minutes } דקות
}
duration-hours = { $hours ->
    [one] שעה אחת
    [two] שעתיים
   *[other] { $hours } שעות
}
duration-days = { $days ->
    [one] יום אחד
    [two] יומיים
   *[other] { $days } ימים
}
distance-metres = { $metres } מ׳
distance-kilometres = { $kilometres } ק״מ
compass-north = צפונה
compass-north-east = צפון-מזרחה
compass-east = מזרחה
compass-south-east = דרום-מזרחה
compass-south = דרומה
compass-south-west = דרום-מערבה
compass-west = מערבה
compass-north-west = צפון-מערבה

## Words about people; a key made from a word of the tables keeps its underscores

age-under_14 = עד 13
age-from_14 = 14
age-from_15 = 15
age-from_16 = 16–17
age-from_18 = 18–20
age-from_21 = 21–23
age-from_24 = 24–64
age-from_65 = 65 ומעלה
transport-foot = ברגל
transport-bike = אופניים או קורקינט
transport-car = רכב פרטי
role-coordinator = ריכוז התנדבות
role-cluster_lead = הובלת אשכול

## Words about calls

severity-routine = שגרה
severity-urgent = דחוף
severity-life_saving = הצלת חיים
call-state-open = קריאה פתוחה
call-state-filled = יש די אנשים
call-state-done = הקריאה הושלמה
call-state-cancelled = הקריאה בוטלה
call-state-expired = זמן הקריאה עבר
drill-banner = ⚠️ תרגיל! אין צורך לצאת

## What a volunteer presses: first person, no gender

press-coming = אפשר לסמוך עליי
press-cannot = לא הפעם
press-on_the_way = בדרך 🚗
press-delayed = עיכוב קצר
press-arrived = הגעתי 📍
press-done = סיימתי ✅
press-left = ביטול השתתפות

## What the others read about it: nouns, no gender

reply-silent = ללא מענה
reply-seen = נצפה
reply-coming = הגעה מאושרת
reply-stand_by = כוננות
reply-on_the_way = בדרך
reply-arrived = במקום
reply-done = סיום
reply-cannot = לא הפעם
reply-left = השתתפות בוטלה
reply-stood_down = שחרור בתודה

### Words that every topic shares.

## Buttons that every conversation has

button-yes = نعم
button-no = لا
button-back = رجوع
button-skip = تخطّي
button-confirm = تأكيد
button-cancel = إلغاء
button-next = متابعة
button-send = إرسال
button-page-next = الصفحة التالية
button-page-previous = الصفحة السابقة

## Each language under its own name, whoever reads

language-he = עברית
language-ar = العربية
language-ru = Русский
language-en = English

## Lists, days and hours; weekdays by ISO number (Monday 1), months as they stand in a date

list-separator = { "، " }
moment-today = { $time }
moment-day = { $weekday }، { $day } { $month }، { $time }
moment-year = { $weekday }، { $day } { $month } { $year }، { $time }
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
weekday-short-1 = اثنين
weekday-short-2 = ثلاثاء
weekday-short-3 = أربعاء
weekday-short-4 = خميس
weekday-short-5 = جمعة
weekday-short-6 = سبت
weekday-short-7 = أحد
month-1 = كانون الثاني
month-2 = شباط
month-3 = آذار
month-4 = نيسان
month-5 = أيّار
month-6 = حزيران
month-7 = تمّوز
month-8 = آب
month-9 = أيلول
month-10 = تشرين الأوّل
month-11 = تشرين الثاني
month-12 = كانون الأوّل

## How long, how far, which way

duration-minutes = { $minutes ->
    [zero] أقلّ من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
    [many] { $minutes } دقيقة
   *[other] { $minutes } دقيقة
}
duration-hours = { $hours ->
    [zero] أقلّ من ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $hours } ساعات
    [many] { $hours } ساعة
   *[other] { $hours } ساعة
}
duration-days = { $days ->
    [zero] أقلّ من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيّام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
distance-metres = { $metres } م
distance-kilometres = { $kilometres } كم
compass-north = شمالًا
compass-north-east = شمالًا شرقًا
compass-east = شرقًا
compass-south-east = جنوبًا شرقًا
compass-south = جنوبًا
compass-south-west = جنوبًا غربًا
compass-west = غربًا
compass-north-west = شمالًا غربًا

## Words about people; a key made from a word of the tables keeps its underscores

age-under_14 = حتّى 13
age-from_14 = 14
age-from_15 = 15
age-from_16 = 16–17
age-from_18 = 18–20
age-from_21 = 21–23
age-from_24 = 24–64
age-from_65 = 65 فما فوق
transport-foot = مشيًا
transport-bike = درّاجة أو سكوتر
transport-car = سيّارة خاصّة
role-coordinator = تركيز التطوّع
role-cluster_lead = قيادة العنقود

## Words about calls

severity-routine = روتين
severity-urgent = عاجل
severity-life_saving = إنقاذ حياة
call-state-open = نداء مفتوح
call-state-filled = العدد مكتمل
call-state-done = اكتمل النداء
call-state-cancelled = أُلغي النداء
call-state-expired = انتهى وقت النداء
drill-banner = ⚠️ تمرين! لا حاجة للخروج

## What a volunteer presses: first person, no gender

press-coming = سأشارك
press-cannot = ليس هذه المرّة
press-on_the_way = في الطريق 🚗
press-delayed = سأتأخّر قليلًا
press-arrived = وصلت 📍
press-done = أنهيت ✅
press-left = إلغاء المشاركة

## What the others read about it: nouns, no gender

reply-silent = بلا ردّ
reply-seen = شوهد
reply-coming = مشاركة مؤكّدة
reply-stand_by = جاهزيّة
reply-on_the_way = في الطريق
reply-arrived = في المكان
reply-done = انتهاء
reply-cannot = ليس هذه المرّة
reply-left = أُلغيت المشاركة
reply-stood_down = إعفاء مع الشكر

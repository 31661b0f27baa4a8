### The live call card that staff and linked groups watch.

## How a call stands

card-about = { $cluster } · { $area }
card-open-next-wave = פתוחה · גל { $wave } מתוך { $waves } · הגל הבא: { $at }
card-open-last-wave = פתוחה · גל { $wave } מתוך { $waves } · אין גל נוסף
card-owner = באחריות: { $owner }
card-no-owner = אין אחראי/ת: אפשר לקחת את הקריאה
card-ref-106 = מוקד 106: { $ref }

## How many

card-role-open = ▫️ { $role }: { $taken } מתוך { $places }
card-role-full = ✅ { $role }: { $taken } מתוך { $places }
card-further-people = מקומות נוספים
card-needed = דרושים לפחות { $needed } · יעד { $target }
card-asked = פניות { $asked } · נמסרו { $delivered } · נצפו { $seen }
card-coming = הגעה מאושרת { $coming } · מהם בדרך { $on_the_way } · במקום { $arrived }
card-others = כוננות { $stand_by } · לא הפעם { $cannot } · ללא מענה { $silent }
card-counted = { $standing }: { $count }
card-overdue = באיחור
card-unreachable = ההודעות לא הגיעו

## Who

card-people = { $standing }: { $people }
card-person-by = { $name } (עד { $at })
card-more-people = ועוד { $count }
card-nameless = ללא שם

## Buttons

card-press-people = מי עונה מה
card-press-wave = גל נוסף
card-press-phones = טלפונים: ללא מענה
card-press-correct = תיקון פרטים
card-press-takeover = לקיחת אחריות
card-press-history = מה קרה עד כה
card-press-close = סגירת הקריאה

## Notices about a call

call-unfilled = 🔺 קריאה { $number } עוד לא מאוישת: מגיעים { $coming } מתוך { $needed } · ללא מענה { $silent }. הכרטיס עם כל האפשרויות מגיע מיד.
call-taken-over = קריאה { $number } עברה לאחריות { $by }.
call-corrected = ✏️ פרטי קריאה { $number } עודכנו. ההודעה על הקריאה מציגה את הפרטים החדשים.
call-closed-done = ✅ קריאה { $number } הסתיימה. תודה רבה!
call-closed-cancelled = ❌ קריאה { $number } בוטלה, אין צורך להגיע. תודה!
call-expired = ⌛ קריאה { $number } נסגרה: זמנה עבר בזמן שטלגרם לא היה זמין, ואיש לא הספיק לקחת מקום. אם עוד צריך עזרה, נא לפתוח קריאה חדשה.

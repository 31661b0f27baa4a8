### A volunteer's own view of a call, and what every message about a call has in common.

## Which call, where, who

call-lines =
    { $first }
    { $rest }
call-title-emergency = 🚨 קריאת חירום { $number }: { $kind }
call-title-routine = 🔔 קריאה { $number }: { $kind }
call-role-any = כל עזרה
call-role-either = { $first } או { $other }
call-role-count = { $role } (×{ $count })
call-distance-near = פחות מ-{ $distance }
call-distance-about = בערך { $distance }

## What a volunteer is asked

invitation-cluster = אשכול { $cluster }
invitation-where-about = איפה: { $area } · { $far } מהבית
invitation-where-towards = איפה: { $area } · { $far } מהבית, { $direction }
invitation-when-now = מתי: עכשיו, למשך { $lasts }
invitation-when = מתי: { $at }, למשך { $lasts }
invitation-needed = כמה דרושים: { $people } · כבר אישרו: { $coming }
invitation-roles = תפקידים: { $roles }
invitation-words =
    דברי הרכז/ת:
    { $words }
invitation-words-in =
    דברי הרכז/ת (נכתבו בשפה: { $language }):
    { $words }
invitation-in-hebrew = עברית
invitation-in-arabic = ערבית
invitation-in-russian = רוסית
invitation-in-english = אנגלית
invitation-corrected = ✏️ הפרטים עודכנו אחרי השליחה
invitation-yes-is-not-assigned = תשובה חיובית היא עוד לא שיבוץ: מיד אחריה תופיע כאן הודעה אם שובצתם, ורק אז הכתובת המדויקת.
invitation-rescue-numbers = סכנת חיים? חייגו 100 משטרה · 101 מד״א · 102 כבאות
invitation-typed = אפשר גם לכתוב: { $examples }
invitation-typed-minutes = אפשר גם לכתוב: { $examples } (20 הוא מספר הדקות עד ההגעה)
invitation-questions = שאלה? השיבו להודעה הזאת והיא תגיע לרכז/ת.
invitation-after-dark = ⚠️ מאז { $since } טלגרם לא היה זמין, ולחיצות מאז ייתכן שאבדו. נא לענות שוב: כפתור או כמה מילים, שניהם טובים.

## Where a volunteer stands

invitation-assigned = ✅ שובצתם: המקום שלכם
invitation-on-the-way = 🚗 אתם בדרך, תודה
invitation-arrived = 📍 אתם במקום, תודה שהגעתם
invitation-stand-by = ⏳ אתם בכוננות. כל המקומות תפוסים כרגע, אין צורך לצאת. אם יתפנה מקום, תגיע הודעה.
invitation-overdue = ⌛ שעת ההגעה שנמסרה עברה, והמקום נפתח לאחרים. אם אתם כבר שם או עדיין בדרך, עדכנו כאן.
invitation-done = ✅ העבודה הסתיימה. תודה רבה!
invitation-stood-down = 💚 יש כבר די אנשים, אין צורך להגיע. תודה!
invitation-unreachable = ההודעות לא הגיעו אליכם, ולכן הפנייה עברה לאחרים. כדי להציע עזרה, השיבו להודעה הזאת.
invitation-cannot = נרשם שלא הפעם. תודה על המענה!
invitation-cannot-until = נרשם שלא עכשיו. אם עדיין יהיה צורך, תגיע פנייה נוספת: { $at }. תודה!
invitation-withdrawn = ההשתתפות בוטלה. תודה על העדכון!
invitation-left-site = נרשם שיצאתם מהמקום. תודה שהגעתם!

## What only those assigned see

invitation-role = התפקיד שלכם: { $role }
invitation-where-exactly = כתובת: { $address } ({ $area })
invitation-where-on-map = איפה: { $area }, הנקודה המדויקת בכפתורי הניווט
invitation-where-unknown = איפה: { $area }. הכתובת תימסר על ידי הרכז/ת
invitation-meeting-point = נקודת מפגש: { $place }
invitation-contact = איש/אשת קשר במקום: { $contact }
invitation-promised = הגעה משוערת: { $at }
invitation-report-to = האחריות על הקריאה אצל: { $owner }
invitation-report-to-coordinator = האחריות על הקריאה אצל הרכז/ת
invitation-next-assigned = הצעד הבא: בצאתכם לדרך לחצו ״בדרך״.
invitation-next-on-the-way = הצעד הבא: עם ההגעה לחצו ״הגעתי״.
invitation-next-arrived = הצעד הבא: פנו לאחראי/ת במקום. בסיום לחצו ״סיימתי״.

## A call that is over

invitation-closed-done = הקריאה הסתיימה. תודה!
invitation-closed-done-thanks = הקריאה הסתיימה. תודה רבה על העזרה!
invitation-closed-cancelled = הקריאה בוטלה, אין צורך להגיע. תודה!
invitation-closed-expired = זמן הקריאה עבר בזמן שטלגרם לא היה זמין, ואין צורך להגיע. תודה!

## Buttons

invitation-press-coming-in = מגיעים · { $minutes } דק׳
invitation-press-withdraw = לא אוכל בכל זאת
invitation-press-after-all = אוכל בכל זאת
invitation-press-left = יציאה מהמקום
invitation-press-waze = ניווט ב-Waze
invitation-press-google-maps = מפות Google
invitation-press-area-map = 🗺 מפת השכונה

## Why not

invitation-reasons = מה הסיבה? לחיצה אחת ודי.
invitation-reason-not-now = לא עכשיו, אולי בעוד שעתיים
invitation-reason-too-far = רחוק מדי
invitation-reason-not-my-skill = לא התחום שלי
invitation-reason-unwell = בריאות
invitation-reason-other = סיבה אחרת

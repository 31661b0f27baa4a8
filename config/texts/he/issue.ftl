### Coordinators call from chat: what, where, how many, when, the preview, and Send.

## Words that people type for a time, all spellings, parted by commas

issue-words-today = היום
issue-words-tomorrow = מחר
issue-words-at = בשעה, ב

## What

issue-kind-emergency = 🚨 קריאת חירום. מה נדרש? אפשר גם לכתוב קוד, למשל E07.
issue-kind-routine = 📅 קריאת שגרה. מה נדרש? אפשר גם לכתוב קוד, למשל R04.
issue-no-kind-yet = באשכולות שבהובלתכם עדיין אי אפשר לשלוח שום סוג של קריאה; הסיבות נמצאות מאחורי הכפתור. בינתיים בקשו מהרכזים לקרוא, או פנו לאנשים בטלפון.
issue-button-kind = { $code } · { $kind }
issue-button-unavailable = עדיין לא ניתנות לשליחה: { $count }
issue-unavailable = קריאות מהסוגים האלה עדיין אי אפשר לשלוח: הבוט עוד לא מבטיח את התנאים שלהן. בינתיים פנו לאנשים בטלפון.
issue-unavailable-kind = { $code } { $kind }: { $conditions }
issue-kind-not-enforced = עדיין אי אפשר לשלוח את „{ $kind }”: { $conditions }. בחרו סוג אחר.
issue-kind-not-yours = „{ $kind }” שייך לאשכול { $cluster }, שבהובלת אחרים. בחרו סוג אחר או פנו לרכז/ת.
issue-kind-unknown = אין סוג קריאה { $code }. בחרו מהרשימה.
issue-kind-gone = סוג הקריאה הזה השתנה בהגדרות היישוב. בחרו שוב.
issue-line-kind-emergency = { $code } { $kind } הוא קריאת חירום: כתבו /emergency במקום /call. כל השאר נשמר.
issue-line-kind-routine = { $code } { $kind } הוא קריאת שגרה: כתבו /call במקום /emergency. כל השאר נשמר.
issue-line-unclear = לא הובן ולא נכלל: { $texts }. את המילים שלכם כתבו במירכאות.
issue-not-allowed = רק רכזי התנדבות ומובילי אשכולות פותחים קריאות. בקשו קישור הזמנה מרכז/ת ההתנדבות ביישוב.
issue-cancelled = דבר לא נשלח.

issue-condition-pairs = עבודה בזוגות
issue-condition-recurring = ביקור חוזר
issue-condition-shelter_hold = אין שליחה בזמן שהייה במרחב מוגן
issue-condition-after_all_clear = רק אחרי סיום האירוע
issue-condition-roll_list = רשימת תושבים למעבר
issue-condition-vehicle_insurance = ביטוח רכב
issue-condition-police_clearance = אישור משטרה
issue-condition-adult_present = נוכחות מבוגר
issue-condition-engineer_ok = אישור מהנדס למבנה
issue-condition-authority_escort = ליווי של הרשות המקומית
issue-condition-police_lead = בהובלת המשטרה
issue-condition-daylight = רק באור יום
issue-condition-credential_check = בדיקת הסמכות
issue-condition-professional = לבעלי מקצוע בלבד
issue-condition-professional_register = רישום בפנקס מקצועי
issue-condition-first_aid_course = קורס עזרה ראשונה
issue-condition-medical_licence = רישיון רפואי

## Where

issue-place = { $kind }: איפה? בחרו שכונה, שלחו מיקום (📎) או כתבו כתובת.
issue-place-unknown = „{ $text }” אינה שכונה שהבוט מכיר ביישוב. בחרו מהרשימה או שלחו מיקום.
issue-place-far = המקום הזה מחוץ ליישוב. בחרו שכונה או שלחו מיקום אחר.
issue-address-kept = הכתובת נשמרה: { $address }
issue-address-not-found = הכתובת „{ $address }” לא נמצאה ביישוב. היא נשמרה עבור מי שישובצו; בחרו שכונה.
issue-looking = מחפשים את „{ $address }”… התשובה תגיע לכאן בתוך שניות. אפשר לא להמתין ולבחור שכונה.
issue-button-again = חיפוש נוסף
issue-button-neighbourhood = בחירת שכונה

## How many

issue-people = { $kind }: כמה אנשים? לפחות { $needed }. אפשר גם לכתוב מספר.
issue-people-go = { $count ->
    [one] אדם אחד
    [two] שני אנשים
   *[other] { $count } אנשים
}
issue-people-limits = מספר האנשים לסוג הקריאה הזה הוא מ-{ $needed } עד { $most }.

## When

issue-when = מתי נדרשים האנשים? בחרו, או כתבו למשל: 25.11 16:30
issue-button-now = עכשיו
issue-button-hour = בעוד שעה
issue-button-at = { $at }
issue-now = עכשיו
issue-time-impossible = אין יום או שעה כאלה: „{ $text }”. כתבו למשל: 25.11 16:30
issue-time-past = „{ $text }” כבר עבר. בחרו מועד מאוחר יותר.
issue-time-far = „{ $text }” רחוק ביותר מחצי שנה. בחרו מועד מוקדם יותר.
issue-time-passed = המועד שנבחר כבר עבר. בחרו מועד מאוחר יותר.
issue-time-unclear = „{ $text }” אינו מועד שהבוט מבין. כתבו למשל: 25.11 16:30, או: מחר 9:00

## Preview

issue-summary-emergency =
    🚨 תצוגה מקדימה: { $code } { $kind } · { $severity }
    איפה: { $place }
    מתי: { $when }, למשך { $lasts }
    אנשים: { $people } (דרושים לפחות: { $needed })
issue-summary-routine =
    📅 תצוגה מקדימה: { $code } { $kind } · { $severity }
    איפה: { $place }
    מתי: { $when }, למשך { $lasts }
    אנשים: { $people } (דרושים לפחות: { $needed })
issue-exact-place = { $place }, נקודה מדויקת
issue-summary-words = המילים שלכם: { $text }
issue-summary-meeting = נקודת מפגש: { $text }
issue-summary-contact = איש קשר במקום (רק למי שישובצו): { $text }
issue-summary-address = כתובת (רק למי שישובצו): { $text }
issue-summary-ref = אסמכתה במוקד 106: { $text }
issue-figures = מתאימים: { $matching } · אפשר לפנות עכשיו: { $reachable }
issue-first-wave = הודעות בגל הראשון: { $messages } · נשלחות בתוך { $seconds } שנ׳ · הסכמות צפויות: כ-{ $expected }
issue-later = אחר כך, כל עוד יש מקומות פנויים (הערכה): { $waves }
issue-later-wave = { $people } אחרי { $after }
issue-nobody = ⚠️ אין למי לפנות עכשיו. הרחיבו את האזור, או בחרו מקום או מועד אחר. אם הקריאה תישלח בכל זאת, מובילי האשכול והרכזים יקבלו על כך הודעה.
issue-weak = ⚠️ הגל הראשון יביא כנראה פחות מהנדרש: כ-{ $expected } מתוך { $needed }. הגלים הבאים פונים לעוד אנשים; אזור רחב יותר פונה אליהם מיד.
issue-renewed = התצוגה המקדימה הייתה בת יותר מחמש דקות, ולכן דבר לא נשלח. זה המצב עכשיו.
issue-all-dropped = כל מי שהופיעו בתצוגה המקדימה כבר אינם זמינים, ולכן דבר לא נשלח. זה המצב עכשיו.
issue-button-send = שליחה: { $messages } ✅
issue-button-send-anyway = שליחה בכל זאת
issue-button-widen = הרחבה ל-{ $distance }
issue-button-words = ✏️ מילים שלכם
issue-button-meeting = 📍 נקודת מפגש
issue-button-contact = 📞 איש קשר
issue-button-address = 🏠 כתובת
issue-button-ref = אסמכתה 106
issue-button-lasts = ⏱ { $lasts }
issue-button-drill = סימון כתרגיל
issue-button-real = זה לא תרגיל
issue-button-clear = הסרה

## What may be added

issue-ask-words = כתבו מה חשוב לדעת. הטקסט יוצג כמו שנכתב לכל מי שיקבלו פנייה: בלי שמות, טלפונים או כתובות מדויקות.
issue-ask-meeting = איפה נפגשים? רק מי שישובצו יראו את זה.
issue-ask-contact = מי מקבל את האנשים במקום? שם וטלפון; רק מי שישובצו יראו.
issue-ask-address = מה הכתובת המדויקת? רק מי שישובצו יראו אותה.
issue-ask-ref = מה מספר האסמכתה במוקד 106?
issue-ask-lasts = כמה זמן זה יימשך? אפשר גם לכתוב מספר שעות.
issue-lasts-limits = כתבו מספר שעות, לכל היותר { $most }.
issue-too-long = זה ארוך מדי: לכל היותר { $most } אותיות.
issue-only-words = בשלב הזה רק מילים עוזרות. כתבו, או השתמשו בכפתורים.

## Sent

issue-sent = { $asked ->
    [one] קריאה { $number } יצאה לאדם אחד.
    [two] קריאה { $number } יצאה לשני אנשים.
   *[other] קריאה { $number } יצאה ל-{ $asked } אנשים.
}
issue-sent-nobody = קריאה { $number } פתוחה, אבל עדיין אין למי לפנות. מובילי האשכול והרכזים יקבלו על כך הודעה.
issue-dropped = כבר לא זמינים מאז התצוגה המקדימה: { $count }

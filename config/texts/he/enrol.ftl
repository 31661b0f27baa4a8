### Joining: the questions, their answers, and what is said when an answer can't be taken.

## Ways and marks

enrol-step = שלב { $step } מתוך { $of }
enrol-chosen = ✅ { $what }
enrol-open = ▫️ { $what }
enrol-nothing = אין
enrol-use-buttons = נא לבחור בכפתורים שלמטה.
enrol-noted = נרשם ✅
enrol-not-in-list = זה לא ברשימה. אפשר להקליד חלק משם שברשימה, או לבחור בכפתורים.
enrol-added = נוסף: { $what }
enrol-done-choosing = סיום בחירה ✔️
enrol-rest-as-usual = ⏩ השאר כרגיל

## Language and consent

enrol-language = ברוכים הבאים להתנדבות ב{ $town }! באיזו שפה לדבר?
language-am = አማርኛ
language-fr = Français
language-es = Español
language-yi = ייִדיש
language-uk = Українська
enrol-consent-why = דרך הבוט הזה { $town } פונה לתושבים ולתושבות שמתנדבים. ההשתתפות מרצון בלבד: אין שום חובה, ולסירוב אין השלכות.
enrol-consent-what =
    מה נשמר: שם, טלפון, טווח גיל, שכונה ונקודת מגורים משוערת (כ-250 מ׳), מיומנויות, שפות, זמנים, והמענה לקריאות.
    למה: כדי לפנות לאנשים המתאימים, ולביטוח המתנדבים.
    מי רואה: רכזי ההתנדבות ביישוב ומובילי קריאה שהצטרפתם אליה. ההודעות עוברות דרך טלגרם, מחוץ לישראל.
enrol-consent-rights =
    לראות הכול: /mydata. לתקן: /profile. למחוק: /forget.
    שאלות: רכז/ת ההתנדבות של { $town }, דרך מוקד 106.
    תנאים, גרסה { $version }.
enrol-agree = מסכימים, אפשר להמשיך
enrol-decline = לא, תודה
enrol-declined = זה בסדר גמור. לא נשמר דבר מלבד פרטי החשבון של הצ׳אט הזה. לחזרה בכל עת: /start

## Name, phone, age

enrol-name = איזה שם יראו הרכזים? אפשר להקליד, או לבחור בשם שלמטה.
enrol-keep-name = להשאיר: { $name }
enrol-name-short = שם צריך לפחות שני תווים, ובהם אות.
enrol-name-long = זה ארוך: בשם אפשר עד { $most } תווים.
enrol-phone = מספר הטלפון, כדי שאפשר יהיה להתקשר. לחצו על הכפתור שמתחת לשורת ההקלדה כדי לשתף.
enrol-phone-known = המספר השמור: { $phone }. אפשר לשתף מספר אחר, או להמשיך.
enrol-share-phone = 📱 שיתוף המספר שלי
enrol-phone-typed = מספר מוקלד אי אפשר לאמת. לחצו על הכפתור שמתחת לשורת ההקלדה, וטלגרם ישלח את המספר שלכם. אם הכפתור לא נראה, לחצו על סמל המקלדת שליד השורה.
enrol-phone-foreign = זה איש קשר של מישהו אחר. אפשר לרשום רק את המספר שלכם: לחצו על הכפתור שמתחת לשורת ההקלדה.
enrol-age = טווח הגיל? בחלק מהקריאות יש גיל מינימום.
enrol-young = 🌱 מתחת לגיל 18: הרישום נשמר, וקריאות יגיעו כשייפתח המסלול לנוער, באישור הורה.

## Where

enrol-place = באיזו שכונה? אפשר לבחור, להקליד את השם או לשתף מיקום.
enrol-place-pin = 📍 שיתוף מיקום במקום זה
enrol-place-list = לרשימת השכונות
enrol-pin = שתפו את מיקום הבית. נשמרת רק נקודה משוערת, בטווח של כ-250 מ׳, אלא אם תבחרו אחרת.
enrol-share-place = 📍 שיתוף המיקום שלי
enrol-place-unknown = לא נמצאה שכונה בשם הזה. אפשר לבחור מהרשימה שלמטה או להקליד שם אחר.
enrol-place-nowhere = אי אפשר לקרוא את המיקום הזה. אפשר לבחור מהרשימה או לשתף שוב.
enrol-place-outside = הנקודה הזאת מחוץ ל{ $town }. בחרו מהרשימה את השכונה הקרובה.
enrol-exact = זה ב{ $place }. כמה מדויק לשמור? לפי זה נמדד המרחק לקריאות.
enrol-exact-blurred = מספיק בערך 250 מ׳
enrol-exact-exact = לשמור נקודה מדויקת

## What

enrol-skills = במה אפשר לעזור? בוחרים כמה שרוצים, או מקלידים שם של מיומנות. נבחרו: { $count }
enrol-languages = באילו שפות אפשר לדבר איתכם?
enrol-clusters = על אילו תחומים לשלוח קריאות?
enrol-every-subject = כל התחומים
enrol-transport = איך מגיעים בדרך כלל?
enrol-level = על אילו קריאות אפשר לכתוב לכם?
enrol-level-routine = הכול: שגרה וחירום
enrol-level-emergency = חירום בלבד
enrol-level-life-saving = רק כשמדובר בהצלת חיים

## When

enrol-times = מתי נוח לקבל קריאות? קריאות להצלת חיים יכולות להגיע גם בזמנים אחרים.
enrol-any-time = בכל זמן
enrol-days-and-part = { $days } · { $part }
enrol-days-week = א׳–ה׳
enrol-days-friday = שישי
enrol-days-saturday = שבת
enrol-part-night = לילה 0–6
enrol-part-morning = בוקר 6–12
enrol-part-afternoon = צהריים 12–18
enrol-part-evening = ערב 18–24
enrol-never-free = לא נבחר שום זמן. בחרו לפחות אחד; להפסקה לזמן מה יש /pause.
enrol-quiet = שעות שקט: מתי לא להפריע? אפשר לבחור או להקליד שעות, למשל 22-7.
enrol-quiet-none = בלי שעות שקט
enrol-quiet-unclear = השעות לא ברורות. הקלידו שתי שעות עגולות עם מקף, למשל 22-7.
enrol-hours = { $begins }–{ $ends }
enrol-wake = להעיר אותי כשמדובר בהצלת חיים

## The card, and handing it in

enrol-card-who =
    שם: { $name }
    טלפון: { $phone }
    גיל: { $age }
    שכונה: { $place } ({ $exactness })
enrol-card-what =
    מיומנויות: { $skills }
    שפות: { $languages }
    תחומים: { $clusters }
    הגעה: { $transport }
enrol-card-when =
    זמנים: { $times }
    שעות שקט: { $quiet } (להעיר להצלת חיים: { $wake })
    קריאות: { $level }
enrol-home-blurred = משוער
enrol-home-exact = מדויק
enrol-summary = הכול נכון?
enrol-confirm = ✅ כן, להירשם
enrol-change-button = שינוי פרטים
enrol-change = מה לשנות?
enrol-missing = חסרה עוד תשובה אחת.
enrol-finished-waiting = 🎉 נרשמתם, תודה! הרישום יאושר בקרוב על ידי ריכוז ההתנדבות, ואז יגיעו קריאות.
enrol-finished = 🎉 נרשמתם, תודה! מעכשיו יכולות להגיע קריאות מתאימות.

## Does it ring?

enrol-sound = 🔔 בדיקת צליל: ההודעה הזאת צלצלה בטלפון?
enrol-sound-android = אנדרואיד: לחצו על שם הבוט בראש הצ׳אט, אחר כך על ״התראות״, והפעילו עם צליל. בהגדרות הטלפון: אפליקציות, טלגרם, התראות: לאפשר הכול. במצב ״נא לא להפריע״: להוסיף את טלגרם לחריגים.
enrol-sound-iphone = אייפון: לחצו על שם הבוט בראש הצ׳אט ובטלו את ההשתקה. בהגדרות: עדכונים, טלגרם: לאפשר, עם צלילים. במצב ״פוקוס״: להוסיף את טלגרם לאפליקציות המורשות.
enrol-sound-again = 🔔 בדיקה חוזרת
enrol-sound-leave = מספיק לעכשיו
enrol-sound-good = 👍 מצוין: קריאת חירום תישמע.
enrol-sound-later = בסדר. את הצליל בטלפון אפשר להגדיר בכל עת.

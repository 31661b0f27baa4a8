### A volunteer's own page: profile, pauses, duty, stored data, being forgotten.

## Profile

profile-title = 👤 אלה הפרטים שלכם. לוחצים על מה שצריך לשנות.
profile-close = סגירה
profile-none = עוד אין כאן רישום. ההרשמה נמשכת פחות משתי דקות: /start
profile-consent-changed = התנאים השתנו. נא לקרוא אותם שוב.
profile-consent-declined = בלי הסכמה לא נשלחות קריאות: הן מושהות. להסכמה בהמשך: /start. למחיקת הכול: /forget
profile-field-language = שפת הבוט
profile-field-name = שם
profile-field-phone = טלפון
profile-field-age = גיל
profile-field-place = שכונה
profile-field-skills = מיומנויות
profile-field-languages = שפות
profile-field-clusters = תחומים
profile-field-transport = הגעה
profile-field-times = זמנים
profile-field-quiet = שעות שקט
profile-field-level = אילו קריאות

## Pauses and duty

pause-for = לכמה זמן להשהות קריאות?
pause-day = יום אחד
pause-week = שבוע
pause-always = עד לחידוש
pause-on = לא יגיעו קריאות עד { $until }.
pause-on-always = לא יגיעו קריאות עד לחידוש.
pause-and-places = { $said } ההשתתפות שכבר אישרתם נשארת בתוקף: לביטול לוחצים על הכפתור שמתחת לקריאה.
pause-off = הקריאות חודשו.
duty-for = לכמה זמן תורנות? בזמן הזה קריאות מגיעות בכל שעה; התורנות מסתיימת מעצמה.
duty-on = תודה! בתורנות עד { $until }.
duty-off = התורנות הסתיימה. תודה!

## Stored data

mydata-title = 🔒 כל מה שהבוט שומר עליכם:
mydata-account = רק את פרטי החשבון של הצ׳אט הזה: המספר והשם שטלגרם מוסר, והשפה.
mydata-how = לתיקון: /profile. למחיקה: /forget. למטה: מילה במילה, כפי שזה שמור.
mydata-raw = { $data }

## Being forgotten

forget-what = פעולה זו מוחקת את השם, הטלפון, החשבון, המגורים, המיומנויות, התפקידים וההודעות, ולא יגיעו עוד קריאות.
forget-stays = מה שנשאר: מספרים בלי שם, כמה אנשים נשאלו והגיעו.
forget-places = יש לכם מקום בקריאה פתוחה: הוא יתפנה, ותישלח פנייה לאחרים.
forget-last-coordinator = ⚠️ אין כאן ריכוז נוסף. כדאי להזמין קודם אדם נוסף ב-/team, אחרת לא יהיה מי שיוביל קריאות.
forget-go-on = המשך למחיקה
forget-sure = באמת למחוק הכול? אי אפשר לבטל את זה.
forget-now = 🗑 מחיקת הכול
forget-keep = להשאיר הכול
forget-kept = שום דבר לא נמחק.
forget-goodbye = כל המידע עליכם נמחק מהבוט של { $town }. תודה על הדרך המשותפת. את ההודעות בצ׳אט אפשר לנקות בטלגרם עצמו.
forget-after-years = לא התקבל מכם סימן חיים במשך שנתיים, ולכן כל הפרטים שלכם נמחקו, כנדרש בחוק. כדי להתנדב שוב ב{ $town } שלחו /start

### What a coordinator reads and presses after a call is out.

## Buttons beside the card

desk-press-card = הצגת הכרטיס
desk-press-done = הושלמה ✅
desk-press-cancelled = בוטלה
desk-press-words = תוכן חדש
desk-press-point = נקודת מפגש חדשה

## What a press did, or why it did nothing

desk-private-only = הפעולה זמינה בצ׳אט הפרטי עם הבוט. שלחו שם /status.
desk-call-closed = קריאה { $number } סגורה. דבר לא השתנה.
desk-wave-filled = יש די אנשים, ולכן לא נשלחת פנייה נוספת.
desk-wave-sent = גל נוסף יצא. אנשים שקיבלו פנייה: { $asked }
desk-wave-nobody = אין כרגע אנשים נוספים מתאימים. נסו שוב מאוחר יותר או התקשרו למי שלא ענו.
desk-already-yours = קריאה { $number } כבר באחריותך.
desk-taken-over = קריאה { $number } עברה לאחריותך. הכרטיס בצ׳אט הפרטי.
desk-ownerless = לקריאה { $number } אין כרגע אחראים: למי שניהלו אותה אין עוד תפקיד. לקבל עליכם את הקריאה?

## The people of a call

desk-people = קיבלו פנייה: { $asked } · הגעה מאושרת: { $coming } · ללא מענה: { $silent }
desk-people-hint = לחצו על שם כדי לענות במקום מישהו.
desk-person = • { $name }: { $facts }
desk-eta = צפי הגעה { $at }
desk-answered-by = המענה נרשם על ידי { $name }
desk-answer-for = מה המענה עבור { $name }? יירשם שהוא נמסר על ידך.
desk-answered = { $name }: { $standing }
desk-answer-too-late = דבר לא השתנה. { $name }: { $standing }
desk-nobody-silent = התקבל מענה מכולם.
desk-phones = לשיחה טלפונית: { $count }. הצגת המספרים נרשמת בהיסטוריה.
desk-phone = • { $name }: { $phone } ({ $standing })
desk-no-phone = אין מספר טלפון

## Closing; the words are typed behind the number, parted by commas

desk-close-how = איך הסתיימה הקריאה? כל מי שראו אותה יקבלו עדכון.
desk-close-which = איזו קריאה לסגור?
desk-closed-toast = קריאה { $number } נסגרה.
desk-closed-done = נסגרה כהושלמה: { $call }
desk-closed-cancelled = נסגרה כמבוטלת: { $call }
close-words-done = הושלמה, הושלם, בוצע, סיום
close-words-cancelled = בוטלה, בוטל, ביטול

## Correcting

desk-correct-what = מה השתנה?
desk-correct-words = כתבו את התוכן החדש. הוא יחליף את הקודם.
desk-correct-point = כתבו את נקודת המפגש החדשה. יראו אותה רק מי שהגעתם אושרה.
desk-correct-look = כל מי שראו את הקריאה יקבלו את התיקון; מי שבדרך ומי שאישרו הגעה יקבלו אותו עם צליל.
desk-correct-left = הקריאה נשארה כפי שהייתה.
desk-correct-over = אי אפשר עוד לתקן כאן את הקריאה הזאת.
desk-correct-in-words = שלחו טקסט, בבקשה.
desk-correct-too-long = הטקסט ארוך מדי. המרב הוא { $most } תווים.
desk-corrected = תוקנה: { $call }
desk-words-now = התוכן כעת: { $text }
desk-point-now = נקודת המפגש כעת: { $text }
desk-words-new = התוכן החדש: { $text }
desk-point-new = נקודת המפגש החדשה: { $text }

## What happened to a call

history-title = מה קרה:
history-line = { $at } – { $what }
history-opened = הקריאה נפתחה על ידי { $by }
history-wave = גל { $wave }, קיבלו פנייה: { $asked }
history-answered = { $name }: { $reply }
history-answered-for = { $name }: { $reply } (נרשם על ידי { $by })
history-climbed-leads = נשלחה הודעה למובילי האשכול
history-climbed-coordinators = נשלחה הודעה לריכוז ההתנדבות
history-corrected = תוקנה על ידי { $by }
history-taken-over = עברה לאחריות { $by }
history-phones-shown = מספרי טלפון הוצגו ל: { $by }
history-filled = יש די אנשים
history-reopened = התפנה מקום
history-closed-done = נסגרה כהושלמה על ידי { $by }
history-closed-cancelled = נסגרה כמבוטלת על ידי { $by }
history-closed-expired = נסגרה: זמנה עבר בזמן שטלגרם לא היה זמין
history-resumed = טלגרם חזר אחרי הפסקה; מי שלחיצתם אולי אבדה נשאלו שוב

## What is open

status-open = קריאות פתוחות: { $count }
status-nothing-open = אין קריאות פתוחות.
status-counts = דרושים: { $needed } · הגעה מאושרת: { $coming } · במקום: { $arrived }
status-drill = תרגיל: { $call }
status-press-again = רענון
status-no-call = אין קריאה { $number }. שלחו /status כדי לראות מה פתוח.
status-which-number = כתבו את מספר הקריאה, למשל: /status 17
status-nothing-yours = אין כרגע קריאות שמחכות לך.
status-not-yours = קריאה { $number } אינה ממתינה למענה שלך.
status-group-unlinked = הקבוצה אינה מקבלת קריאות. רכזי ההתנדבות יכולים לכתוב כאן: /link all

## The day in figures

report-title = הקריאות של היום (ללא תרגילים): { $count }
report-nothing = לא היו היום קריאות.
report-counts = קיבלו פנייה: { $asked } · הגעה מאושרת: { $coming } · הגיעו: { $arrived }
report-first-yes = האישור הראשון כעבור { $after }
report-median = הזמן המקובל עד האישור הראשון (חציון): { $after }

## Groups that follow a cluster

link-words-all = הכל, הכול, כולם
link-which = כתבו אחרי הפקודה אשכול, או all: { $clusters }
link-done = הצ׳אט הזה עוקב מעתה אחרי קריאות האשכול: { $cluster }. כאן מוצגים מספרים בלבד, ללא פרטים אישיים.
link-done-all = הצ׳אט הזה עוקב מעתה אחרי כל הקריאות. כאן מוצגים מספרים בלבד, ללא פרטים אישיים.
link-ended = הצ׳אט הזה אינו עוקב עוד אחרי קריאות.
link-lost = אחת הקבוצות המקושרות אינה מקבלת עוד הודעות מהבוט, ולכן אינה עוקבת עוד אחרי קריאות. אפשר להוסיף אליה את הבוט שוב ולכתוב בה /link.
link-in-groups = הפקודה פועלת בקבוצה. הוסיפו אליה את הבוט וכתבו בה /link.

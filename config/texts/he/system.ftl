### What the bot says about itself, and short news about a call.

cancelled = בסדר, יצאנו מזה. דבר לא נשלח.
nothing-to-cancel = אין ממה לצאת. קריאה סוגרים בפקודה /close ומספר הקריאה.
unknown-command = אין פקודה כזו. ראו /help
not-understood = לא הצלחתי להבין. ראו /help או לחצו על אחד הכפתורים למעלה.
screen-outdated = הכפתור הזה כבר לא עדכני. השלב הנוכחי מופיע למטה.
button-unknown = הכפתור הזה כבר לא פעיל. ראו /help
too-fast = נשלחו יותר מדי הודעות בדקה אחת, והאחרונות לא נקראו. נא להמתין דקה ולהמשיך. תשובות לקריאות תמיד מתקבלות.
not-allowed = לפעולה הזו נדרש תפקיד. רכזי ההתנדבות של הרשות יכולים להעניק אותו: ראו /team
update-quarantined = שימו לב: הודעה אחת לבוט (מס' { $update }) נכשלה חמש פעמים והונחה בצד. נא לעדכן את מי שמפעיל את הבוט.


## The command list that Telegram shows

command-start = התחלה וחזרה למסך הראשי
command-help = מה הבוט יודע לעשות
command-language = בחירת שפה
command-profile = הפרטים שלי
command-pause = הפסקת התראות וכוננות
command-mydata = המידע שלי
command-forget = מחיקת המידע שלי
command-status = קריאות פתוחות
command-cancel = יציאה מהשיחה הנוכחית
command-call = פתיחת קריאת שגרה
command-emergency = פתיחת קריאת חירום
command-close = סגירת קריאה
command-team = הצוות ומתנדבים חדשים
command-report = הקריאות של היום במספרים

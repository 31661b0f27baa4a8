### The door: home, help, language.

## Home

home-greeting = שלום, { $name }! זו ההתנדבות של { $town }.
home-joining = הרישום עוד לא הסתיים: /start ממשיך אותו.
home-provisional = ⏳ ממתינים לאישור של ריכוז ההתנדבות. אחריו יגיעו קריאות.
home-approved = ✅ רישום ההתנדבות בתוקף: קריאות מתאימות יגיעו לכאן.
home-declined = הרישום לא אושר. לשאלות: רכז/ת ההתנדבות, דרך מוקד 106.
home-paused-until = ⏸ הקריאות מושהות עד { $until }.
home-paused = ⏸ הקריאות מושהות עד לחידוש.
home-on-duty = 🟢 בתורנות עד { $until }: קריאות מגיעות בכל שעה.
home-coordinator =
    יש לכם כאן תפקיד ריכוז.
    /emergency: קריאת חירום
    /call: קריאת שגרה
    /status: קריאות פתוחות
    /team: צוות ואישורים
home-cluster-lead =
    יש לכם כאן תפקיד הובלת אשכול.
    /emergency: קריאת חירום
    /call: קריאת שגרה
    /status: קריאות פתוחות
home-button-enrol = 🙋 הרשמה להתנדבות
home-button-duty = 🟢 כניסה לתורנות
home-button-off-duty = ⚪ סיום תורנות
home-button-pause = ⏸ השהיית קריאות
home-button-resume = ▶️ חידוש קריאות
home-button-profile = 👤 הפרופיל שלי
home-button-mydata = 🔒 המידע שלי
home-button-language = 🌐 שפה
home-button-help = ❓ עזרה

## Help

help-newcomer =
    כאן מתנדבים למען היישוב: בחירום ובשגרה.
    /start: הרשמה, פחות משתי דקות
    /language: שפה אחרת
    /mydata: מה נשמר עליכם
    /forget: מחיקה
help-volunteer =
    כשמגיעה קריאה, לוחצים על כפתור שמתחתיה או עונים במילים.
    /profile: הפרטים שלכם ושינויים
    /pause: בלי קריאות לזמן מה
    /duty: תורנות לכמה שעות
    /language: שפה אחרת
    /mydata: מה נשמר עליכם
    /forget: מחיקה
help-lead =
    הובלת קריאות:
    /emergency: קריאת חירום
    /call: קריאת שגרה
    /status: קריאות פתוחות
    /close: סגירת קריאה לפי מספר
    /report: הקריאות של היום במספרים
help-coordinator =
    ריכוז:
    /team: צוות, הזמנות ואישור מתנדבים
    /link: חיבור קבוצה לאשכול (נשלח בקבוצה)
    /unlink: הקבוצה מפסיקה לעקוב (נשלח בקבוצה)
help-emergency-numbers = בסכנת חיים מתקשרים: משטרה 100, מד״א 101, כבאות והצלה 102. מוקד עירוני: 106.

## Language

start-language-which = באיזו שפה לדבר?
start-language-now = מעכשיו מדברים עברית.

### The team: roles, invitations, and letting volunteers in.

## The team

team-title = הצוות:
team-pending-title = ממתינים לאישור של ריכוז ההתנדבות:
team-member = { $name }: { $role }
team-member-until = { $name }: { $role }, עד { $until }
team-lead-of = הובלת אשכול: { $cluster }
team-press-volunteers = מתנדבים לאישור: { $count }
team-press-invite = הזמנה לצוות
team-press-confirm = אישור { $name }
team-press-refuse = דחיית { $name }

## One member

team-term-ask = עד מתי התפקיד בתוקף?
team-press-term = ימים מהיום: { $days }
team-press-endless = ללא תאריך סיום
team-press-revoke = סיום התפקיד עכשיו
team-revoke-sure = לסיים את התפקיד עכשיו? הסיום מיידי ובכל מקום.
team-you-have-role = התפקיד אושר: { $role }. שלחו /status כדי לראות קריאות פתוחות.
team-you-lost-role = התפקיד הסתיים: { $role }. תודה על כל מה שתרמתם.
team-not-confirmed = התפקיד לא אושר: { $role }. לשאלות אפשר לפנות למי ששלחו את ההזמנה.

## Inviting someone

team-invite-role = לאיזה תפקיד ההזמנה?
team-invite-cluster = איזה אשכול?
team-link = הזמנה לתפקיד: { $role }
    { $link }
    העבירו אותה לאדם אחד בלבד. היא פועלת פעם אחת, עד { $until }, ולאחר מכן התפקיד מאושר על ידי ריכוז ההתנדבות.
team-press-open = פתיחת ההזמנה
team-invited = הזמנה מאת { $name } לתפקיד ב: { $town } – { $role }
team-invited-after = לאחר הקבלה התפקיד ממתין לאישור. ההזמנה בתוקף עד { $until }.
team-press-accept = קבלת התפקיד
team-press-leave = לא, תודה
team-invite-left = ההזמנה לא התקבלה. דבר לא השתנה.
team-accepted = תודה. התפקיד ממתין כעת לאישור: { $role }
team-please-confirm = { $name } – ההזמנה לתפקיד התקבלה: { $role }. אשרו רק אם אתם מכירים את האדם.
team-confirmed = אושר. { $name }: { $role }
team-refused = נדחה. { $name }: { $role }

## The host's one-time code

team-code-ask = כתבו /admin ואחריו את הקוד החד-פעמי שנמסר בהתקנת הבוט.
team-code-wrong = הקוד אינו מתאים. בדקו אותו ונסו שוב.
team-code-wait = יותר מדי ניסיונות. נסו שוב בעוד שעה.
team-code-used = הקוד כבר נוצל. בקשו קוד חדש ממי שמפעילים את הבוט.
team-claimed = התפקיד נקלט: ריכוז התנדבות ב: { $town }. הזמינו עמיתים דרך /team; מאז כל תפקיד דורש שני אנשים. כעת מחקו את ההודעה עם הקוד.
team-code-claimed = { $name } – התקבל תפקיד ריכוז התנדבות באמצעות הקוד החד-פעמי. אם זה לא היה צפוי, סיימו את התפקיד דרך /team.

## Why a role stays as it is

team-refused-gone = זה כבר לא בתוקף: נוצל, פג או בוטל. בקשו הזמנה חדשה.
team-refused-own = אי אפשר לאשר את עצמך או להשתמש בהזמנה של עצמך.
team-refused-needs-another = דרוש אישור של מישהו אחר מריכוז ההתנדבות: מי שהזמינו אינם יכולים גם לאשר.
team-refused-last = זהו תפקיד הריכוז האחרון ללא תאריך סיום. אשרו קודם תפקיד ריכוז נוסף.
team-refused-already = התפקיד הזה כבר רשום לך או ממתין לאישור.

## Letting volunteers in

team-new-volunteer = התנדבות חדשה: { $name }
    שכונה: { $neighbourhood }
    מיומנויות: { $skills }
team-approve = אישור
team-decline = דחייה
team-volunteers = מתנדבים הממתינים לאישור: { $count }
team-volunteer = • { $name } · { $age } · { $neighbourhood }
team-age-from = גיל { $years } ומעלה
team-age-unknown = גיל לא נמסר
team-nowhere = שכונה לא נמסרה
team-skills = מיומנויות: { $skills }
team-approve-one = אישור { $name }
team-decline-one = דחיית { $name }
team-press-approve-all = אישור כל המוצגים: { $count }
team-press-first-page = העמוד הראשון
team-approved = { $name }: ההתנדבות אושרה
team-declined = { $name }: ההתנדבות נדחתה
team-decided-toast = נרשם.
team-decided-before = ההחלטה כבר התקבלה. דבר לא השתנה.
team-you-are-in = ההתנדבות שלך ב: { $town } אושרה. תודה. קריאות מתאימות יגיעו לכאן.
team-you-are-not-in = ההרשמה שלך ב: { $town } לא אושרה. לשאלות אפשר להתקשר למוקד 106.

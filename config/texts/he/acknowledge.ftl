### What comes of a volunteer's answer, and the words that answer without a button.

## Examples to type; each is understood whatever the language of the person

acknowledge-example-coming = מגיעים { $number }
acknowledge-example-coming-minutes = מגיעים { $number } 20
acknowledge-example-cannot = לא הפעם { $number }
acknowledge-example-on-the-way = בדרך { $number }
acknowledge-example-arrived = הגעתי { $number }
acknowledge-example-done = סיימתי { $number }
acknowledge-example-left = עזבתי { $number }

## Words that answer, parted by commas; words of every language are understood from everybody

acknowledge-words-coming = מגיעים, מגיע, מגיעה, אני מגיע, אני מגיעה, אנחנו מגיעים, אפשר לסמוך עליי, אפשר לסמוך עלי, אוכל בכל זאת
acknowledge-words-cannot = לא הפעם, לא אוכל, לא יכול, לא יכולה, לא נוכל, לא מגיע, לא מגיעה, לא מגיעים, לא אוכל בכל זאת
acknowledge-words-on-the-way = בדרך, אני בדרך, אנחנו בדרך, יצאתי לדרך, יצאנו לדרך
acknowledge-words-arrived = הגעתי, הגענו, במקום, אני במקום, אנחנו במקום
acknowledge-words-done = סיימתי, סיימנו, בוצע
acknowledge-words-left = עזבתי, עזבנו, ביטול השתתפות, יציאה מהמקום
acknowledge-words-not-now = לא עכשיו
acknowledge-words-too-far = רחוק מדי, רחוק לי
acknowledge-words-not-my-skill = לא התחום שלי
acknowledge-words-unwell = לא מרגיש טוב, לא מרגישה טוב, לא מרגישים טוב

## Where a volunteer now stands

acknowledge-stands-asked = קריאה { $number }: עוד לא התקבלה תשובה.
acknowledge-stands-assigned = קריאה { $number }: שובצתם. תודה!
acknowledge-stands-stand-by = קריאה { $number }: אתם בכוננות. אין צורך לצאת כרגע.
acknowledge-stands-on-the-way = קריאה { $number }: אתם בדרך.
acknowledge-stands-arrived = קריאה { $number }: אתם במקום.
acknowledge-stands-done = קריאה { $number }: העבודה הסתיימה. תודה!
acknowledge-stands-left = קריאה { $number }: כבר לא רשומים אליה. תודה!
acknowledge-stands-overdue = קריאה { $number }: המקום נפתח לאחרים, שעת ההגעה עברה.
acknowledge-stands-cannot = קריאה { $number }: לא הפעם. תודה על המענה!
acknowledge-stands-stood-down = קריאה { $number }: יש כבר די אנשים. תודה!
acknowledge-stands-unreachable = קריאה { $number }: הפנייה עברה לאחרים.
acknowledge-unchanged = דבר לא השתנה. { $stands }
acknowledge-call-closed = קריאה { $number } כבר נסגרה. תודה!
acknowledge-not-yours = הכפתור הזה שייך להזמנה של מישהו אחר.

## Answers in words

acknowledge-which-call = לאיזו קריאה הכוונה? כתבו שוב עם המספר: { $examples }
acknowledge-not-invited = אין לכם פנייה פתוחה לקריאה { $number }.
acknowledge-edit-changes-nothing = ✏️ עריכת הודעה לא משנה תשובה. כדי לשנות, שלחו הודעה חדשה: { $examples }

## Replies that reach the owner of a call

acknowledge-reply-text =
    💬 { $name } · קריאה { $number } · { $standing }
    { $words }
acknowledge-reply-text-edited =
    ✏️ { $name } · קריאה { $number } · { $standing } · ההודעה נערכה
    { $words }
acknowledge-reply-relayed = 💬 { $name } · קריאה { $number } · { $standing }. ההודעה מגיעה מיד:
acknowledge-reply-relayed-edited = ✏️ { $name } · קריאה { $number } · { $standing }. ההודעה נערכה ומגיעה שוב:
acknowledge-passed-on = ההודעה הועברה לרכז/ת של קריאה { $number }.
acknowledge-nobody-to-pass-to = לא נמצא כרגע רכז/ת לקריאה { $number }. בסכנת חיים חייגו 100, 101 או 102.

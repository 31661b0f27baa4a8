### What comes of a volunteer's answer, and the words that answer without a button.

## Examples to type; each is understood whatever the language of the person

acknowledge-example-coming = سأشارك { $number }
acknowledge-example-coming-minutes = سأشارك { $number } 20
acknowledge-example-cannot = ليس هذه المرّة { $number }
acknowledge-example-on-the-way = في الطريق { $number }
acknowledge-example-arrived = وصلت { $number }
acknowledge-example-done = أنهيت { $number }
acknowledge-example-left = غادرت { $number }

## Words that answer, parted by commas; words of every language are understood from everybody

acknowledge-words-coming = سأشارك, سأصل, قادم, قادمة, أنا قادم, أنا قادمة, قادمون, قبول, موافق, موافقة, يمكنني رغم ذلك
acknowledge-words-cannot = ليس هذه المرّة, لا يمكنني, لا أستطيع, لن أستطيع, أعتذر, اعتذار, لا يمكنني في النهاية
acknowledge-words-on-the-way = في الطريق, أنا في الطريق, بالطريق
acknowledge-words-arrived = وصلت, وصلنا, أنا هنا, في المكان
acknowledge-words-done = أنهيت, انتهيت, أنهينا, انتهينا
acknowledge-words-left = غادرت, غادرنا, إلغاء المشاركة, مغادرة المكان
acknowledge-words-not-now = ليس الآن
acknowledge-words-too-far = بعيد جدًّا, بعيد عنّي
acknowledge-words-not-my-skill = ليس مجالي
acknowledge-words-unwell = متوعّك, متوعّكة, أنا مريض, أنا مريضة

## Where a volunteer now stands

acknowledge-stands-asked = النداء { $number }: لم يصل ردّ بعد.
acknowledge-stands-assigned = النداء { $number }: تمّ تعيينكم. شكرًا!
acknowledge-stands-stand-by = النداء { $number }: أنتم في الجاهزيّة. لا حاجة للخروج الآن.
acknowledge-stands-on-the-way = النداء { $number }: أنتم في الطريق.
acknowledge-stands-arrived = النداء { $number }: أنتم في المكان.
acknowledge-stands-done = النداء { $number }: انتهى العمل. شكرًا!
acknowledge-stands-left = النداء { $number }: لم تعودوا مسجّلين فيه. شكرًا!
acknowledge-stands-overdue = النداء { $number }: أُتيح المكان لآخرين لأنّ موعد الوصول مضى.
acknowledge-stands-cannot = النداء { $number }: ليس هذه المرّة. شكرًا على الردّ!
acknowledge-stands-stood-down = النداء { $number }: اكتمل العدد. شكرًا!
acknowledge-stands-unreachable = النداء { $number }: انتقلت الدعوة إلى آخرين.
acknowledge-unchanged = لم يتغيّر شيء. { $stands }
acknowledge-call-closed = النداء { $number } مغلق. شكرًا!
acknowledge-not-yours = هذا الزرّ تابع لدعوة شخص آخر.

## Answers in words

acknowledge-which-call = أيّ نداء تقصدون؟ اكتبوا مرّة أخرى مع الرقم: { $examples }
acknowledge-not-invited = لا دعوة مفتوحة لكم إلى النداء { $number }.
acknowledge-edit-changes-nothing = ✏️ تعديل الرسالة لا يغيّر الردّ. للتغيير أرسلوا رسالة جديدة: { $examples }

## Replies that reach the owner of a call

acknowledge-reply-text =
    💬 { $name } · النداء { $number } · { $standing }
    { $words }
acknowledge-reply-text-edited =
    ✏️ { $name } · النداء { $number } · { $standing } · عُدّلت الرسالة
    { $words }
acknowledge-reply-relayed = 💬 { $name } · النداء { $number } · { $standing }. الرسالة تصل فورًا:
acknowledge-reply-relayed-edited = ✏️ { $name } · النداء { $number } · { $standing }. عُدّلت الرسالة وتصل من جديد:
acknowledge-passed-on = نُقلت الرسالة إلى مركّز/ة النداء { $number }.
acknowledge-nobody-to-pass-to = لا مركّز/ة للنداء { $number } الآن. عند خطر على الحياة اتّصلوا 100 أو 101 أو 102.

### A volunteer's own view of a call, and what every message about a call has in common.

## Which call, where, who

call-lines =
    { $first }
    { $rest }
call-title-emergency = 🚨 نداء طوارئ { $number }: { $kind }
call-title-routine = 🔔 نداء { $number }: { $kind }
call-role-any = أيّ مساعدة
call-role-either = { $first } أو { $other }
call-role-count = { $role } (×{ $count })
call-distance-near = أقلّ من { $distance }
call-distance-about = نحو { $distance }

## What a volunteer is asked

invitation-cluster = عنقود { $cluster }
invitation-where-about = أين: { $area } · { $far } من البيت
invitation-where-towards = أين: { $area } · { $far } من البيت، { $direction }
invitation-when-now = متى: الآن، لمدّة { $lasts }
invitation-when = متى: { $at }، لمدّة { $lasts }
invitation-needed = العدد المطلوب: { $people } · أكّدوا حتّى الآن: { $coming }
invitation-roles = الأدوار: { $roles }
invitation-words =
    كلمات المركّز/ة:
    { $words }
invitation-words-in =
    كلمات المركّز/ة (كُتبت باللغة: { $language }):
    { $words }
invitation-in-hebrew = العبريّة
invitation-in-arabic = العربيّة
invitation-in-russian = الروسيّة
invitation-in-english = الإنجليزيّة
invitation-corrected = ✏️ حُدّثت التفاصيل بعد الإرسال
invitation-yes-is-not-assigned = الموافقة ليست تعيينًا بعد: بعدها مباشرة يظهر هنا إن تمّ تعيينكم، وعندها فقط العنوان الدقيق.
invitation-rescue-numbers = خطر على الحياة؟ اتّصلوا: 100 الشرطة · 101 الإسعاف · 102 الإطفاء
invitation-typed = يمكن أيضًا كتابة: { $examples }
invitation-typed-minutes = يمكن أيضًا كتابة: { $examples } (20 هو عدد الدقائق حتّى الوصول)
invitation-questions = سؤال؟ ردّوا على هذه الرسالة ليصل إلى المركّز/ة.
invitation-after-dark = ⚠️ منذ { $since } كان تلغرام منقطعًا، وربّما ضاعت الضغطات منذ ذلك الحين. الرجاء الردّ من جديد: بالزرّ أو ببضع كلمات، كلاهما جيّد.

## Where a volunteer stands

invitation-assigned = ✅ تمّ تعيينكم: المكان لكم
invitation-on-the-way = 🚗 أنتم في الطريق، شكرًا
invitation-arrived = 📍 أنتم في المكان، شكرًا لوصولكم
invitation-stand-by = ⏳ أنتم في الجاهزيّة. كلّ الأماكن مشغولة الآن، لا حاجة للخروج. إذا شغر مكان ستصل رسالة.
invitation-overdue = ⌛ مضى موعد الوصول المعلن وأُتيح المكان لآخرين. إن كنتم هناك أو ما زلتم في الطريق، حدّثوا هنا.
invitation-done = ✅ انتهى العمل. شكرًا جزيلًا!
invitation-stood-down = 💚 اكتمل العدد ولا حاجة للحضور. شكرًا!
invitation-unreachable = لم تصل الرسائل إليكم، لذلك انتقلت الدعوة إلى آخرين. لعرض المساعدة، ردّوا على هذه الرسالة.
invitation-cannot = سُجّل أنّه ليس هذه المرّة. شكرًا على الردّ!
invitation-cannot-until = سُجّل أنّه ليس الآن. إن بقيت الحاجة ستصل دعوة أخرى: { $at }. شكرًا!
invitation-withdrawn = أُلغيت المشاركة. شكرًا على التحديث!
invitation-left-site = سُجّلت مغادرتكم المكان. شكرًا لحضوركم!

## What only those assigned see

invitation-role = دوركم: { $role }
invitation-where-exactly = العنوان: { $address } ({ $area })
invitation-where-on-map = أين: { $area }، النقطة الدقيقة في أزرار التوجيه
invitation-where-unknown = أين: { $area }. العنوان من المركّز/ة
invitation-meeting-point = نقطة اللقاء: { $place }
invitation-contact = للتواصل في المكان: { $contact }
invitation-promised = الوصول المتوقّع: { $at }
invitation-report-to = مسؤول/ة النداء: { $owner }
invitation-report-to-coordinator = مسؤوليّة النداء: المركّز/ة
invitation-next-assigned = الخطوة التالية: عند الانطلاق اضغطوا ”في الطريق“.
invitation-next-on-the-way = الخطوة التالية: عند الوصول اضغطوا ”وصلت“.
invitation-next-arrived = الخطوة التالية: توجّهوا إلى المسؤول/ة في المكان. في النهاية اضغطوا ”أنهيت“.

## A call that is over

invitation-closed-done = انتهى النداء. شكرًا!
invitation-closed-done-thanks = انتهى النداء. شكرًا جزيلًا على المساعدة!
invitation-closed-cancelled = أُلغي النداء ولا حاجة للحضور. شكرًا!
invitation-closed-expired = انتهى وقت النداء أثناء انقطاع تلغرام ولا حاجة للحضور. شكرًا!

## Buttons

invitation-press-coming-in = سأصل · { $minutes } د
invitation-press-withdraw = لا يمكنني في النهاية
invitation-press-after-all = يمكنني رغم ذلك
invitation-press-left = مغادرة المكان
invitation-press-waze = توجيه Waze
invitation-press-google-maps = خرائط Google
invitation-press-area-map = 🗺 خريطة الحيّ

## Why not

invitation-reasons = ما السبب؟ ضغطة واحدة تكفي.
invitation-reason-not-now = ليس الآن، ربّما بعد ساعتين
invitation-reason-too-far = بعيد جدًّا
invitation-reason-not-my-skill = ليس مجالي
invitation-reason-unwell = وضع صحّي
invitation-reason-other = سبب آخر

### What a coordinator reads and presses after a call is out.

## Buttons beside the card

desk-press-card = عرض البطاقة
desk-press-done = اكتمل ✅
desk-press-cancelled = أُلغي
desk-press-words = نصّ جديد
desk-press-point = نقطة لقاء جديدة

## What a press did, or why it did nothing

desk-private-only = هذا متاح في المحادثة الخاصّة مع البوت. أرسلوا هناك /status.
desk-call-closed = النداء { $number } مغلق. لم يتغيّر شيء.
desk-wave-filled = العدد مكتمل، لذلك لا تُرسل دعوات أخرى.
desk-wave-sent = أُرسلت دفعة إضافية. عدد المدعوّين: { $asked }
desk-wave-nobody = لا يوجد الآن أشخاص ملائمون آخرون. حاولوا لاحقًا أو اتّصلوا بمن لم يردّوا.
desk-already-yours = النداء { $number } في عهدتكم أصلًا.
desk-taken-over = انتقل النداء { $number } إلى عهدتكم. بطاقته في محادثتكم الخاصّة.
desk-ownerless = النداء { $number } بلا مسؤول: من كان يديره لم يعد يحمل الدور. هل تتولّون النداء؟

## The people of a call

desk-people = مدعوّون: { $asked } · مشاركة مؤكّدة: { $coming } · بلا ردّ: { $silent }
desk-people-hint = اضغطوا على اسم للردّ نيابةً عن صاحبه.
desk-person = • { $name }: { $facts }
desk-eta = الوصول المتوقّع { $at }
desk-answered-by = سُجّل الردّ بواسطة { $name }
desk-answer-for = ما الردّ نيابةً عن { $name }؟ سيُسجَّل أنّكم من أدخله.
desk-answered = { $name }: { $standing }
desk-answer-too-late = لم يتغيّر شيء. { $name }: { $standing }
desk-nobody-silent = ردّ الجميع.
desk-phones = للاتّصال هاتفيًّا: { $count }. يُسجَّل في السجلّ أنّ الأرقام عُرضت.
desk-phone = • { $name }: { $phone } ({ $standing })
desk-no-phone = لا يوجد رقم هاتف

## Closing; the words are typed behind the number, parted by commas

desk-close-how = كيف انتهى النداء؟ سيصل تحديث إلى كلّ من شاهده.
desk-close-which = أيّ نداء تريدون إغلاقه؟
desk-closed-toast = أُغلق النداء { $number }.
desk-closed-done = أُغلق بعد اكتماله: { $call }
desk-closed-cancelled = أُغلق بعد إلغائه: { $call }
close-words-done = اكتمل, تم, تمّ, انتهى
close-words-cancelled = أُلغي, ألغي, الغي, إلغاء, الغاء

## Correcting

desk-correct-what = ماذا تغيّر؟
desk-correct-words = اكتبوا النصّ الجديد. سيحلّ محلّ السابق.
desk-correct-point = اكتبوا نقطة اللقاء الجديدة. لن يراها إلّا من تأكّدت مشاركتهم.
desk-correct-look = يصل التصحيح إلى كلّ من شاهد النداء؛ ويصل مع صوت إلى من تأكّدت مشاركتهم.
desk-correct-left = بقي النداء كما كان.
desk-correct-over = لم يعد بالإمكان تصحيح هذا النداء هنا.
desk-correct-in-words = أرسلوا نصًّا من فضلكم.
desk-correct-too-long = النصّ طويل جدًّا. الحدّ الأقصى { $most } حرف.
desk-corrected = صُحّح: { $call }
desk-words-now = النصّ الحالي: { $text }
desk-point-now = نقطة اللقاء الحاليّة: { $text }
desk-words-new = النصّ الجديد: { $text }
desk-point-new = نقطة اللقاء الجديدة: { $text }

## What happened to a call

history-title = ما الذي حدث:
history-line = { $at } – { $what }
history-opened = فُتح النداء بواسطة { $by }
history-wave = الدفعة { $wave }، عدد المدعوّين: { $asked }
history-answered = { $name }: { $reply }
history-answered-for = { $name }: { $reply } (سُجّل بواسطة { $by })
history-climbed-leads = أُبلغ قادة العنقود
history-climbed-coordinators = أُبلغ مركّزو التطوّع
history-corrected = صُحّح بواسطة { $by }
history-taken-over = انتقل إلى عهدة { $by }
history-phones-shown = عُرضت أرقام الهواتف على { $by }
history-filled = العدد مكتمل
history-reopened = شغر مكان من جديد
history-closed-done = أغلقه { $by } بعد اكتماله
history-closed-cancelled = أغلقه { $by } بعد إلغائه
history-closed-expired = أُغلق: انتهى وقته أثناء انقطاع تلغرام
history-resumed = عاد تلغرام بعد انقطاع؛ أُعيد سؤال من قد تكون ضغطاتهم ضاعت

## What is open

status-open = نداءات مفتوحة: { $count }
status-nothing-open = لا توجد نداءات مفتوحة.
status-counts = مطلوب: { $needed } · مشاركة مؤكّدة: { $coming } · في المكان: { $arrived }
status-drill = تمرين: { $call }
status-press-again = تحديث
status-no-call = لا يوجد نداء برقم { $number }. أرسلوا /status لرؤية المفتوح.
status-which-number = اكتبوا رقم النداء، مثلًا: /status 17
status-nothing-yours = لا توجد الآن نداءات بانتظاركم.
status-not-yours = النداء { $number } لا ينتظر ردًّا منكم.
status-group-unlinked = هذه المجموعة لا تتابع نداءات. يمكن لمركّزي التطوّع أن يكتبوا هنا: /link all

## The day in figures

report-title = نداءات اليوم (دون التمارين): { $count }
report-nothing = لم تكن نداءات اليوم.
report-counts = مدعوّون: { $asked } · مشاركة مؤكّدة: { $coming } · وصلوا: { $arrived }
report-first-yes = أوّل قبول بعد { $after }
report-median = الوقت المعتاد حتّى أوّل قبول (الوسيط): { $after }

## Groups that follow a cluster

link-words-all = الكل, الكلّ, جميع
link-which = اكتبوا بعد الأمر اسم العنقود، أو all: { $clusters }
link-done = هذه المحادثة تتابع الآن نداءات العنقود: { $cluster }. تُعرض هنا أعداد فقط، دون تفاصيل شخصيّة.
link-done-all = هذه المحادثة تتابع الآن كلّ النداءات. تُعرض هنا أعداد فقط، دون تفاصيل شخصيّة.
link-ended = لم تعد هذه المحادثة تتابع النداءات.
link-lost = إحدى المجموعات المرتبطة لم تعد تستقبل رسائل البوت، ولذلك لم تعد تتابع النداءات. أضيفوا البوت إليها من جديد واكتبوا فيها /link.
link-in-groups = هذا الأمر يعمل في مجموعة. أضيفوا البوت إليها واكتبوا فيها /link.

### The live call card that staff and linked groups watch.

## How a call stands

card-about = { $cluster } · { $area }
card-open-next-wave = مفتوح · الدفعة { $wave } من { $waves } · الدفعة التالية: { $at }
card-open-last-wave = مفتوح · الدفعة { $wave } من { $waves } · لا دفعة أخرى
card-owner = المسؤول/ة: { $owner }
card-no-owner = لا مسؤول/ة: يمكن استلام النداء
card-ref-106 = مركز 106: { $ref }

## How many

card-role-open = ▫️ { $role }: { $taken } من { $places }
card-role-full = ✅ { $role }: { $taken } من { $places }
card-further-people = أماكن إضافيّة
card-needed = المطلوب على الأقلّ { $needed } · الهدف { $target }
card-asked = دعوات { $asked } · سُلّمت { $delivered } · شوهدت { $seen }
card-coming = مشاركة مؤكّدة { $coming } · منهم في الطريق { $on_the_way } · في المكان { $arrived }
card-others = جاهزيّة { $stand_by } · ليس هذه المرّة { $cannot } · بلا ردّ { $silent }
card-counted = { $standing }: { $count }
card-overdue = متأخّر
card-unreachable = لم تصل الرسائل

## Who

card-people = { $standing }: { $people }
card-person-by = { $name } (حتّى { $at })
card-more-people = و{ $count } غيرهم
card-nameless = بلا اسم

## Buttons

card-press-people = الردود بالأسماء
card-press-wave = دفعة إضافيّة
card-press-phones = هواتف: بلا ردّ
card-press-correct = تصحيح التفاصيل
card-press-takeover = استلام النداء
card-press-history = ما حدث حتّى الآن
card-press-close = إغلاق النداء

## Notices about a call

call-unfilled = 🔺 النداء { $number } لم يكتمل بعد: مشاركة مؤكّدة { $coming } من { $needed } · بلا ردّ { $silent }. البطاقة مع كلّ الخيارات تصل فورًا.
call-taken-over = انتقلت مسؤوليّة النداء { $number } إلى { $by }.
call-corrected = ✏️ حُدّثت تفاصيل النداء { $number }. رسالة النداء تعرض التفاصيل الجديدة.
call-closed-done = ✅ انتهى النداء { $number }. شكرًا جزيلًا!
call-closed-cancelled = ❌ أُلغي النداء { $number } ولا حاجة للحضور. شكرًا!
call-expired = ⌛ أُغلق النداء { $number }: انتهى وقته أثناء انقطاع تلغرام ولم يُشغل أيّ مكان. إن بقيت حاجة للمساعدة فالرجاء فتح نداء جديد.

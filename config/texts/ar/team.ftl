### The team: roles, invitations, and letting volunteers in.

## The team

team-title = الطاقم:
team-pending-title = بانتظار تأكيد من مركّزي التطوّع:
team-member = { $name }: { $role }
team-member-until = { $name }: { $role }، حتّى { $until }
team-lead-of = قيادة العنقود: { $cluster }
team-press-volunteers = متطوّعون بانتظار الموافقة: { $count }
team-press-invite = دعوة إلى الطاقم
team-press-confirm = تأكيد { $name }
team-press-refuse = رفض { $name }

## One member

team-term-ask = حتّى متى يسري هذا الدور؟
team-press-term = أيّام من اليوم: { $days }
team-press-endless = دون تاريخ انتهاء
team-press-revoke = إنهاء الدور الآن
team-revoke-sure = هل تنهون هذا الدور الآن؟ يتوقّف فورًا وفي كلّ مكان.
team-you-have-role = تأكّد دوركم: { $role }. أرسلوا /status لرؤية النداءات المفتوحة.
team-you-lost-role = انتهى هذا الدور: { $role }. شكرًا على كلّ ما قدّمتم.
team-not-confirmed = لم يُصادَق على الوظيفة: { $role }. للأسئلة توجّهوا إلى من أرسل الدعوة.

## Inviting someone

team-invite-role = لأيّ دور هذه الدعوة؟
team-invite-cluster = أيّ عنقود؟
team-link = دعوة إلى الدور: { $role }
    { $link }
    مرّروها إلى شخص واحد فقط. تعمل مرّة واحدة، حتّى { $until }، ثمّ يُؤكَّد الدور من مركّزي التطوّع.
team-press-open = فتح الدعوة
team-invited = دعوة من { $name } إلى دور في { $town }: { $role }
team-invited-after = بعد القبول ينتظر الدور تأكيدًا. الدعوة سارية حتّى { $until }.
team-press-accept = قبول الدور
team-press-leave = لا، شكرًا
team-invite-left = لم تُقبل الدعوة. لم يتغيّر شيء.
team-accepted = شكرًا. الدور بانتظار التأكيد الآن: { $role }
team-please-confirm = { $name }: قُبلت الدعوة إلى الدور: { $role }. أكّدوا فقط إن كنتم تعرفون الشخص.
team-confirmed = تأكّد. { $name }: { $role }
team-refused = رُفض. { $name }: { $role }

## The host's one-time code

team-code-ask = اكتبوا /admin ثمّ الرمز لمرّة واحدة الذي أُعطي عند تركيب البوت.
team-code-wrong = الرمز غير ملائم. تحقّقوا منه وحاولوا من جديد.
team-code-wait = محاولات كثيرة جدًّا. حاولوا من جديد بعد ساعة.
team-code-used = استُعمل هذا الرمز من قبل. اطلبوا رمزًا جديدًا ممّن يشغّل البوت.
team-claimed = سُجّل الدور: تركيز التطوّع في { $town }. ادعوا زملاء عبر /team؛ ومنذئذ يحتاج كلّ دور إلى شخصين. احذفوا الآن الرسالة التي فيها الرمز.
team-code-claimed = { $name }: سُجّل دور تركيز التطوّع بواسطة الرمز لمرّة واحدة. إن لم يكن ذلك متوقّعًا، أنهوا الدور عبر /team.

## Why a role stays as it is

team-refused-gone = لم يعد هذا ساريًا: استُعمل أو انتهت مدّته أو أُلغي. اطلبوا دعوة جديدة.
team-refused-own = لا يمكن لأحد تأكيد نفسه أو استعمال دعوته الخاصّة.
team-refused-needs-another = يلزم تأكيد من مركّز/ة آخر: من دعا لا يمكنه التأكيد أيضًا.
team-refused-last = هذا آخر دور تركيز دون تاريخ انتهاء. أكّدوا دورًا آخر أوّلًا.
team-refused-already = هذا الدور مسجّل لكم من قبل أو ينتظر التأكيد.

## Letting volunteers in

team-new-volunteer = تطوّع جديد: { $name }
    الحيّ: { $neighbourhood }
    المهارات: { $skills }
team-approve = موافقة
team-decline = رفض
team-volunteers = متطوّعون بانتظار الموافقة: { $count }
team-volunteer = • { $name } · { $age } · { $neighbourhood }
team-age-from = العمر { $years } فما فوق
team-age-unknown = العمر غير مذكور
team-nowhere = الحيّ غير مذكور
team-skills = المهارات: { $skills }
team-approve-one = موافقة: { $name }
team-decline-one = رفض: { $name }
team-press-approve-all = الموافقة على كلّ المعروضين: { $count }
team-press-first-page = الصفحة الأولى
team-approved = { $name }: تمّت الموافقة
team-declined = { $name }: سُجّل الرفض
team-decided-toast = سُجّل.
team-decided-before = اتُّخذ القرار من قبل. لم يتغيّر شيء.
team-you-are-in = تمّت الموافقة على تطوّعكم في { $town }. شكرًا. ستصل النداءات الملائمة إلى هنا.
team-you-are-not-in = لم تتمّ الموافقة على تسجيلكم في { $town }. للاستفسار اتّصلوا بمركز 106.

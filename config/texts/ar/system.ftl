### What the bot says about itself, and short news about a call.

cancelled = حسنًا، خرجنا من ذلك. لم يُرسَل شيء.
nothing-to-cancel = لا يوجد ما يمكن الخروج منه. يُغلَق النداء بالأمر /close مع رقمه.
unknown-command = لا يوجد أمر كهذا. انظروا /help
not-understood = لم أفهم ذلك. انظروا /help أو اضغطوا على أحد الأزرار أعلاه.
screen-outdated = هذا الزر لم يعد محدّثًا. الخطوة الحالية تظهر أدناه.
button-unknown = هذا الزر لم يعد فعّالًا. انظروا /help
too-fast = رسائل كثيرة جدًّا في دقيقة واحدة: الأخيرة منها لم تُقرأ. الرجاء الانتظار دقيقة ثمّ المتابعة. الردود على النداءات تصل دائمًا.
not-allowed = هذا الإجراء يحتاج إلى صلاحية. مركّزو التطوّع في السلطة يستطيعون منحها: انظروا /team
update-quarantined = تنبيه: رسالة واحدة إلى البوت (رقم { $update }) فشلت خمس مرّات ووُضعت جانبًا. الرجاء إبلاغ مشغّل البوت.


## The command list that Telegram shows

command-start = البداية والعودة إلى الشاشة الأولى
command-help = ماذا يستطيع البوت أن يفعل
command-language = اختيار اللغة
command-profile = بياناتي الشخصية
command-pause = إيقاف الإشعارات مؤقتًا أو الجاهزيّة
command-mydata = ما هو محفوظ عنّي
command-forget = حذف بياناتي
command-status = النداءات المفتوحة
command-cancel = الخروج من المحادثة الحالية
command-call = فتح نداء عادي
command-emergency = فتح نداء طوارئ
command-close = إغلاق نداء
command-team = الطاقم والمتطوّعون الجدد
command-report = نداءات اليوم بالأرقام

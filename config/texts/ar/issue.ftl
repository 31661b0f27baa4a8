### Coordinators call from chat: what, where, how many, when, the preview, and Send.

## Words that people type for a time, all spellings, parted by commas

issue-words-today = اليوم
issue-words-tomorrow = غدا
issue-words-at = الساعة, في

## What

issue-kind-emergency = 🚨 نداء طوارئ. ما المطلوب؟ يمكن أيضًا كتابة رمز، مثل E07.
issue-kind-routine = 📅 نداء روتيني. ما المطلوب؟ يمكن أيضًا كتابة رمز، مثل R04.
issue-no-kind-yet = في العناقيد التي تقودونها لا يمكن بعد إرسال أيّ نوع من النداءات؛ الأسباب وراء الزرّ. إلى ذلك الحين اطلبوا من المنسّقين إرسال النداء، أو توجّهوا إلى الناس هاتفيًّا.
issue-button-kind = { $code } · { $kind }
issue-button-unavailable = لا يمكن إرسالها بعد: { $count }
issue-unavailable = لا يمكن بعد إرسال نداءات من هذه الأنواع: لا يضمن البوت شروطها حتّى الآن. إلى ذلك الحين توجّهوا إلى الناس هاتفيًّا.
issue-unavailable-kind = { $code } { $kind }: { $conditions }
issue-kind-not-enforced = لا يمكن بعد إرسال «{ $kind }»: { $conditions }. اختاروا نوعًا آخر.
issue-kind-not-yours = يتبع «{ $kind }» لعنقود { $cluster } الذي يقوده آخرون. اختاروا نوعًا آخر أو توجّهوا إلى المركّز/ة.
issue-kind-unknown = لا يوجد نوع نداء { $code }. اختاروا من القائمة.
issue-kind-gone = تغيّر نوع النداء هذا في إعدادات البلدة. اختاروا من جديد.
issue-line-kind-emergency = { $code } { $kind } نداء طوارئ: اكتبوا ‎/emergency بدل ‎/call. حُفظ كلّ ما عداه.
issue-line-kind-routine = { $code } { $kind } نداء روتيني: اكتبوا ‎/call بدل ‎/emergency. حُفظ كلّ ما عداه.
issue-line-unclear = لم يُفهم ولم يُدرج: { $texts }. ضعوا كلماتكم بين علامتي اقتباس.
issue-not-allowed = فتح النداءات لمركّزي التطوّع وقادة العناقيد فقط. اطلبوا رابط دعوة من مركّز/ة التطوّع في البلدة.
issue-cancelled = لم يُرسل شيء.

issue-condition-pairs = عمل في أزواج
issue-condition-recurring = زيارة متكرّرة
issue-condition-shelter_hold = لا إرسال أثناء البقاء في الحيّز المحمي
issue-condition-after_all_clear = بعد انتهاء الحدث فقط
issue-condition-roll_list = قائمة سكان للمرور عليهم
issue-condition-vehicle_insurance = تأمين مركبة
issue-condition-police_clearance = تصريح شرطة
issue-condition-adult_present = حضور شخص بالغ
issue-condition-engineer_ok = موافقة مهندس على المبنى
issue-condition-authority_escort = بمرافقة السلطة المحليّة
issue-condition-police_lead = بقيادة الشرطة
issue-condition-daylight = في ضوء النهار فقط
issue-condition-credential_check = فحص الشهادات
issue-condition-professional = لأصحاب المهنة فقط
issue-condition-professional_register = تسجيل في سجلّ مهني
issue-condition-first_aid_course = دورة إسعاف أولي
issue-condition-medical_licence = رخصة طبيّة

## Where

issue-place = { $kind }: أين؟ اختاروا حيًّا، أو أرسلوا موقعًا (📎)، أو اكتبوا عنوانًا.
issue-place-unknown = «{ $text }» ليس حيًّا يعرفه البوت في البلدة. اختاروا من القائمة أو أرسلوا موقعًا.
issue-place-far = هذا المكان خارج البلدة. اختاروا حيًّا أو أرسلوا موقعًا آخر.
issue-address-kept = حُفظ العنوان: { $address }
issue-address-not-found = لم يُعثر على العنوان «{ $address }» في البلدة. حُفظ لمن سيُعيَّنون؛ اختاروا الحيّ.
issue-looking = جارٍ البحث عن «{ $address }»… يصل الجواب إلى هنا خلال ثوانٍ. لا حاجة للانتظار: يمكن اختيار الحيّ.
issue-button-again = بحث من جديد
issue-button-neighbourhood = اختيار الحيّ

## How many

issue-people = { $kind }: كم شخصًا؟ على الأقلّ { $needed }. يمكن أيضًا كتابة عدد.
issue-people-go = { $count ->
    [zero] بلا أشخاص
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصًا
   *[other] { $count } شخص
}
issue-people-limits = عدد الأشخاص لهذا النوع من النداءات من { $needed } إلى { $most }.

## When

issue-when = متى يُحتاج إلى الناس؟ اختاروا، أو اكتبوا مثلًا: 25.11 16:30
issue-button-now = الآن
issue-button-hour = بعد ساعة
issue-button-at = { $at }
issue-now = الآن
issue-time-impossible = لا يوجد يوم أو ساعة كهذه: «{ $text }». اكتبوا مثلًا: 25.11 16:30
issue-time-past = «{ $text }» قد مضى. اختاروا موعدًا لاحقًا.
issue-time-far = «{ $text }» بعد أكثر من نصف سنة. اختاروا موعدًا أقرب.
issue-time-passed = الموعد المختار قد مضى. اختاروا موعدًا لاحقًا.
issue-time-unclear = «{ $text }» ليس موعدًا يفهمه البوت. اكتبوا مثلًا: 25.11 16:30، أو: غدا 9:00

## Preview

issue-summary-emergency =
    🚨 معاينة: { $code } { $kind } · { $severity }
    أين: { $place }
    متى: { $when }، لمدّة { $lasts }
    عدد الأشخاص: { $people } (المطلوب على الأقلّ: { $needed })
issue-summary-routine =
    📅 معاينة: { $code } { $kind } · { $severity }
    أين: { $place }
    متى: { $when }، لمدّة { $lasts }
    عدد الأشخاص: { $people } (المطلوب على الأقلّ: { $needed })
issue-exact-place = { $place }، نقطة دقيقة
issue-summary-words = كلماتكم: { $text }
issue-summary-meeting = نقطة اللقاء: { $text }
issue-summary-contact = جهة الاتصال في المكان (لمن سيُعيَّنون فقط): { $text }
issue-summary-address = العنوان (لمن سيُعيَّنون فقط): { $text }
issue-summary-ref = رقم المرجع في مركز 106: { $text }
issue-figures = ملائمون: { $matching } · يمكن التوجّه إليهم الآن: { $reachable }
issue-first-wave = رسائل الدفعة الأولى: { $messages } · تُرسل خلال { $seconds } ث · موافقات متوقّعة: نحو { $expected }
issue-later = ثمّ، ما دامت هناك أماكن شاغرة (تقدير): { $waves }
issue-later-wave = { $people } بعد { $after }
issue-nobody = ⚠️ لا يوجد من يمكن التوجّه إليه الآن. وسّعوا النطاق، أو اختاروا مكانًا أو موعدًا آخر. إن أُرسل النداء رغم ذلك، يُبلَّغ قادة العنقود والمركّزون.
issue-weak = ⚠️ ستجلب الدفعة الأولى على الأرجح أقلّ من المطلوب: نحو { $expected } من { $needed }. الدفعات التالية تتوجّه إلى آخرين؛ والنطاق الأوسع يتوجّه إليهم فورًا.
issue-renewed = مضى على المعاينة أكثر من خمس دقائق، لذلك لم يُرسل شيء. هذا هو الوضع الآن.
issue-all-dropped = لم يعد أحد ممّن ظهروا في المعاينة متوفّرًا، لذلك لم يُرسل شيء. هذا هو الوضع الآن.
issue-button-send = إرسال: { $messages } ✅
issue-button-send-anyway = إرسال رغم ذلك
issue-button-widen = توسيع إلى { $distance }
issue-button-words = ✏️ كلماتكم
issue-button-meeting = 📍 نقطة اللقاء
issue-button-contact = 📞 جهة الاتصال
issue-button-address = 🏠 العنوان
issue-button-ref = مرجع 106
issue-button-lasts = ⏱ { $lasts }
issue-button-drill = تعليم كتمرين
issue-button-real = ليس تمرينًا
issue-button-clear = إزالة

## What may be added

issue-ask-words = اكتبوا ما يجب أن يعرفه الناس. يُعرض كما كُتب لكلّ من تُرسل إليهم دعوة: بلا أسماء أو هواتف أو عناوين دقيقة.
issue-ask-meeting = أين يلتقي الناس؟ يراه من سيُعيَّنون فقط.
issue-ask-contact = من يستقبل الناس في المكان؟ الاسم والهاتف؛ يراهما من سيُعيَّنون فقط.
issue-ask-address = ما العنوان الدقيق؟ يراه من سيُعيَّنون فقط.
issue-ask-ref = ما رقم المرجع في مركز 106؟
issue-ask-lasts = كم سيستمرّ ذلك؟ يمكن أيضًا كتابة عدد الساعات.
issue-lasts-limits = اكتبوا عدد الساعات، على الأكثر { $most }.
issue-too-long = هذا طويل جدًّا: على الأكثر { $most } من الأحرف.
issue-only-words = في هذه الخطوة تفيد الكلمات فقط. اكتبوا أو استخدموا الأزرار.

## Sent

issue-sent = { $asked ->
    [zero] لم يُرسل النداء { $number } إلى أحد بعد.
    [one] أُرسل النداء { $number } إلى شخص واحد.
    [two] أُرسل النداء { $number } إلى شخصين.
    [few] أُرسل النداء { $number } إلى { $asked } أشخاص.
    [many] أُرسل النداء { $number } إلى { $asked } شخصًا.
   *[other] أُرسل النداء { $number } إلى { $asked } شخص.
}
issue-sent-nobody = النداء { $number } مفتوح، لكن لا يوجد بعد من يمكن التوجّه إليه. يُبلَّغ قادة العنقود والمركّزون.
issue-dropped = لم يعودوا متوفّرين منذ المعاينة: { $count }

### Joining: the questions, their answers, and what is said when an answer can't be taken.

## Ways and marks

enrol-step = الخطوة { $step } من { $of }
enrol-chosen = ✅ { $what }
enrol-open = ▫️ { $what }
enrol-nothing = لا يوجد
enrol-use-buttons = الرجاء الاختيار بالأزرار في الأسفل.
enrol-noted = تمّ التسجيل ✅
enrol-not-in-list = هذا غير موجود في القائمة. يمكن كتابة جزء من اسم في القائمة أو الاختيار بالأزرار.
enrol-added = أُضيف: { $what }
enrol-done-choosing = تمّ الاختيار ✔️
enrol-rest-as-usual = ⏩ الباقي كالمعتاد

## Language and consent

enrol-language = أهلًا بكم في تطوّع { $town }! بأي لغة يتحدّث البوت؟
language-am = አማርኛ
language-fr = Français
language-es = Español
language-yi = ייִדיש
language-uk = Українська
enrol-consent-why = عبر هذا البوت تتوجّه { $town } إلى السكّان المتطوّعين. المشاركة اختياريّة تمامًا: لا إلزام فيها، ولا عواقب للرفض.
enrol-consent-what =
    ما يُحفَظ: الاسم، الهاتف، الفئة العمريّة، الحيّ ونقطة سكن تقريبيّة (نحو 250 م)، المهارات، اللغات، الأوقات، والردود على النداءات.
    لماذا: للتوجّه إلى الأشخاص المناسبين، ولتأمين المتطوّعين.
    من يطّلع: مركّزو التطوّع في البلدة وقادة نداء تنضمّون إليه. تمرّ الرسائل عبر تلغرام خارج إسرائيل.
enrol-consent-rights =
    للاطّلاع على كلّ شيء: /mydata. للتصحيح: /profile. للحذف: /forget.
    للأسئلة: مركّز/ة التطوّع في { $town }، عبر مركز 106.
    الشروط، إصدار { $version }.
enrol-agree = موافقة، لنتابع
enrol-decline = لا، شكرًا
enrol-declined = لا بأس إطلاقًا. لم يُحفَظ شيء سوى حساب هذه المحادثة. للعودة في أي وقت: /start

## Name, phone, age

enrol-name = أي اسم يراه المركّزون؟ يمكن كتابته أو اختيار الاسم في الأسفل.
enrol-keep-name = الإبقاء على: { $name }
enrol-name-short = يجب أن يتكوّن الاسم من حرفين على الأقلّ.
enrol-name-long = هذا طويل: يمكن أن يصل الاسم إلى { $most } حرفًا.
enrol-phone = رقم الهاتف، ليتمكّن المركّزون من الاتّصال. اضغطوا على الزر تحت خانة الكتابة لمشاركته.
enrol-phone-known = الرقم المحفوظ: { $phone }. يمكن مشاركة رقم آخر أو المتابعة.
enrol-share-phone = 📱 مشاركة رقمي
enrol-phone-typed = لا يمكن التحقّق من رقم مكتوب. اضغطوا على الزر تحت خانة الكتابة ليرسل تلغرام رقمكم. إن لم يظهر الزر فاضغطوا على رمز لوحة المفاتيح بجانب الخانة.
enrol-phone-foreign = هذه جهة اتصال لشخص آخر. يمكن تسجيل رقمكم أنتم فقط: اضغطوا على الزر تحت خانة الكتابة.
enrol-age = الفئة العمريّة؟ لبعض النداءات سنّ أدنى.
enrol-young = 🌱 تحت سنّ 18: التسجيل محفوظ، وستصل النداءات عندما يُفتح مسار الشبيبة، بموافقة وليّ أمر.

## Where

enrol-place = في أيّ حيّ؟ يمكن الاختيار أو كتابة الاسم أو مشاركة الموقع.
enrol-place-pin = 📍 مشاركة الموقع بدلًا من ذلك
enrol-place-list = إلى قائمة الأحياء
enrol-pin = شاركوا موقع البيت. تُحفَظ نقطة تقريبيّة فقط، ضمن نحو 250 م، إلّا إذا اخترتم غير ذلك.
enrol-share-place = 📍 مشاركة موقعي
enrol-place-unknown = لم يُعثر على حيّ بهذا الاسم. يمكن الاختيار من القائمة أدناه أو كتابة اسم آخر.
enrol-place-nowhere = لا يمكن قراءة هذا الموقع. يمكن الاختيار من القائمة أو المشاركة من جديد.
enrol-place-outside = هذه النقطة خارج { $town }. اختاروا أقرب حيّ من القائمة.
enrol-exact = هذا في { $place }. بأي دقّة يُحفَظ؟ بحسبه يُقاس البعد عن النداءات.
enrol-exact-blurred = يكفي نحو 250 م
enrol-exact-exact = حفظ النقطة بدقّة

## What

enrol-skills = بماذا يمكنكم المساعدة؟ اختاروا ما شئتم أو اكتبوا اسم مهارة. المختار: { $count }
enrol-languages = بأي لغات يمكن التحدّث معكم؟
enrol-clusters = في أي مجالات تصلكم النداءات؟
enrol-every-subject = كلّ المجالات
enrol-transport = كيف تتنقّلون عادةً؟
enrol-level = لأي نداءات يمكن أن نكتب لكم؟
enrol-level-routine = الكلّ: روتين وطوارئ
enrol-level-emergency = الطوارئ فقط
enrol-level-life-saving = فقط لإنقاذ حياة

## When

enrol-times = متى تناسبكم النداءات؟ نداءات إنقاذ الحياة قد تصل في أوقات أخرى أيضًا.
enrol-any-time = في أي وقت
enrol-days-and-part = { $days } · { $part }
enrol-days-week = أحد–خميس
enrol-days-friday = جمعة
enrol-days-saturday = سبت
enrol-part-night = ليلًا 0–6
enrol-part-morning = صباحًا 6–12
enrol-part-afternoon = ظهرًا 12–18
enrol-part-evening = مساءً 18–24
enrol-never-free = لم يُختَر أي وقت. اختاروا وقتًا واحدًا على الأقلّ؛ وللاستراحة لفترة هناك /pause.
enrol-quiet = ساعات الهدوء: متى لا نزعجكم؟ يمكن الاختيار أو كتابة ساعات، مثلًا 22-7.
enrol-quiet-none = بلا ساعات هدوء
enrol-quiet-unclear = الساعات غير واضحة. اكتبوا ساعتين كاملتين بينهما شرطة، مثلًا 22-7.
enrol-hours = { $begins }–{ $ends }
enrol-wake = إيقاظي لإنقاذ حياة

## The card, and handing it in

enrol-card-who =
    الاسم: { $name }
    الهاتف: { $phone }
    العمر: { $age }
    الحيّ: { $place } ({ $exactness })
enrol-card-what =
    المهارات: { $skills }
    اللغات: { $languages }
    المجالات: { $clusters }
    التنقّل: { $transport }
enrol-card-when =
    الأوقات: { $times }
    ساعات الهدوء: { $quiet } (إيقاظ لإنقاذ حياة: { $wake })
    النداءات: { $level }
enrol-home-blurred = تقريبيّ
enrol-home-exact = دقيق
enrol-summary = هل كلّ شيء صحيح؟
enrol-confirm = ✅ نعم، تسجيل
enrol-change-button = تعديل شيء
enrol-change = ماذا نعدّل؟
enrol-missing = ما زال جواب واحد ناقصًا.
enrol-finished-waiting = 🎉 تمّ التسجيل، شكرًا! سيوافق عليه مركز التطوّع قريبًا، وبعدها تصل النداءات.
enrol-finished = 🎉 تمّ التسجيل، شكرًا! من الآن قد تصل نداءات مناسبة.

## Does it ring?

enrol-sound = 🔔 فحص الصوت: هل رنّ الهاتف مع هذه الرسالة؟
enrol-sound-android = أندرويد: اضغطوا على اسم البوت في أعلى المحادثة ثم «الإشعارات» وشغّلوها مع صوت. في إعدادات الهاتف: التطبيقات، تلغرام، الإشعارات: السماح بالكلّ. في وضع «عدم الإزعاج»: أضيفوا تلغرام إلى الاستثناءات.
enrol-sound-iphone = آيفون: اضغطوا على اسم البوت في أعلى المحادثة وألغوا الكتم. في الإعدادات: الإشعارات، تلغرام: السماح مع الأصوات. في وضع «التركيز»: أضيفوا تلغرام إلى التطبيقات المسموح بها.
enrol-sound-again = 🔔 فحص من جديد
enrol-sound-leave = يكفي الآن
enrol-sound-good = 👍 ممتاز: سيُسمَع نداء الطوارئ.
enrol-sound-later = حسنًا. يمكن ضبط صوت الهاتف في أي وقت.

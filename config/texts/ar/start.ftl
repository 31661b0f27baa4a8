### The door: home, help, language.

## Home

home-greeting = مرحبًا، { $name }! هذا تطوّع { $town }.
home-joining = التسجيل لم يكتمل بعد: /start للمتابعة.
home-provisional = ⏳ بانتظار موافقة مركز التطوّع. بعدها تصل النداءات.
home-approved = ✅ تسجيل التطوّع ساري المفعول: النداءات المناسبة تصل إلى هنا.
home-declined = لم تتمّ الموافقة على التسجيل. للأسئلة: مركّز/ة التطوّع، عبر مركز 106.
home-paused-until = ⏸ النداءات موقوفة مؤقّتًا حتى { $until }.
home-paused = ⏸ النداءات موقوفة مؤقّتًا حتى استئنافها.
home-on-duty = 🟢 في المناوبة حتى { $until }: تصل النداءات في أي ساعة.
home-coordinator =
    لديكم هنا دور تركيز التطوّع.
    /emergency: نداء طوارئ
    /call: نداء روتيني
    /status: النداءات المفتوحة
    /team: الطاقم والموافقات
home-cluster-lead =
    لديكم هنا دور قيادة عنقود.
    /emergency: نداء طوارئ
    /call: نداء روتيني
    /status: النداءات المفتوحة
home-button-enrol = 🙋 التسجيل للتطوّع
home-button-duty = 🟢 بدء مناوبة
home-button-off-duty = ⚪ إنهاء المناوبة
home-button-pause = ⏸ إيقاف مؤقّت
home-button-resume = ▶️ استئناف النداءات
home-button-profile = 👤 ملفّي
home-button-mydata = 🔒 بياناتي
home-button-language = 🌐 اللغة
home-button-help = ❓ مساعدة

## Help

help-newcomer =
    هنا يتطوّع السكّان لبلدتهم: في الطوارئ وفي الأيام العاديّة.
    /start: التسجيل، أقلّ من دقيقتين
    /language: لغة أخرى
    /mydata: ما يُحفَظ عنكم
    /forget: حذف البيانات
help-volunteer =
    عند وصول نداء اضغطوا زرًّا تحته أو أجيبوا بالكلمات.
    /profile: تفاصيلكم وتعديلها
    /pause: بلا نداءات لفترة
    /duty: مناوبة لعدّة ساعات
    /language: لغة أخرى
    /mydata: ما يُحفَظ عنكم
    /forget: حذف البيانات
help-lead =
    قيادة النداءات:
    /emergency: نداء طوارئ
    /call: نداء روتيني
    /status: النداءات المفتوحة
    /close: إغلاق نداء حسب رقمه
    /report: نداءات اليوم بالأرقام
help-coordinator =
    التركيز:
    /team: الطاقم والدعوات والموافقة على المتطوّعين
    /link: ربط مجموعة بعنقود (يُرسل في المجموعة)
    /unlink: تتوقّف المجموعة عن المتابعة (يُرسَل في المجموعة)
help-emergency-numbers = عند خطر على الحياة اتّصلوا: الشرطة 100، الإسعاف 101، الإطفاء والإنقاذ 102. مركز البلديّة: 106.

## Language

start-language-which = بأي لغة يتحدّث البوت؟
start-language-now = من الآن يتحدّث البوت بالعربيّة.

### A volunteer's own page: profile, pauses, duty, stored data, being forgotten.

## Profile

profile-title = 👤 هذه تفاصيلكم. اضغطوا على ما يلزم تعديله.
profile-close = إغلاق
profile-none = لا يوجد تسجيل هنا بعد. التسجيل يستغرق أقلّ من دقيقتين: /start
profile-consent-changed = تغيّرت الشروط. الرجاء قراءتها من جديد.
profile-consent-declined = بدون موافقة لا تُرسَل نداءات: هي موقوفة. للموافقة لاحقًا: /start. لحذف كلّ شيء: /forget
profile-field-language = لغة البوت
profile-field-name = الاسم
profile-field-phone = الهاتف
profile-field-age = العمر
profile-field-place = الحيّ
profile-field-skills = المهارات
profile-field-languages = اللغات
profile-field-clusters = المجالات
profile-field-transport = التنقّل
profile-field-times = الأوقات
profile-field-quiet = ساعات الهدوء
profile-field-level = أي نداءات

## Pauses and duty

pause-for = لأي مدّة نوقف النداءات؟
pause-day = يوم واحد
pause-week = أسبوع
pause-always = حتى الاستئناف
pause-on = لن تصل نداءات حتى { $until }.
pause-on-always = لن تصل نداءات حتى الاستئناف.
pause-and-places = { $said } مشاركتكم المؤكّدة تبقى سارية: للإلغاء اضغطوا الزر تحت النداء.
pause-off = استُؤنفت النداءات.
duty-for = لأي مدّة المناوبة؟ خلالها تصل النداءات في أي ساعة، وتنتهي المناوبة تلقائيًّا.
duty-on = شكرًا! في المناوبة حتى { $until }.
duty-off = انتهت المناوبة. شكرًا!

## Stored data

mydata-title = 🔒 كلّ ما يحفظه البوت عنكم:
mydata-account = حساب هذه المحادثة فقط: الرقم والاسم من تلغرام، واللغة.
mydata-how = للتصحيح: /profile. للحذف: /forget. أدناه حرفيًّا كما هو محفوظ.
mydata-raw = { $data }

## Being forgotten

forget-what = هذا يحذف الاسم والهاتف والحساب والسكن والمهارات والأدوار والرسائل، ولن تصل نداءات بعد الآن.
forget-stays = ما يبقى: أعداد بلا أسماء، كم شخصًا سُئل وحضر.
forget-places = لديكم مكان في نداء مفتوح: سيُعاد ويُسأل غيركم.
forget-last-coordinator = ⚠️ لا يوجد تركيز آخر هنا. يُفضّل دعوة شخص آخر عبر /team أوّلًا، وإلّا فلن يقود أحد النداءات.
forget-go-on = متابعة الحذف
forget-sure = حقًّا حذف كلّ شيء؟ لا يمكن التراجع.
forget-now = 🗑 حذف كلّ شيء
forget-keep = الإبقاء على كلّ شيء
forget-kept = لم يُحذَف شيء.
forget-goodbye = حُذِف كلّ ما يخصّكم من بوت { $town }. شكرًا على ما قدّمتم. يمكن مسح رسائل المحادثة في تلغرام نفسه.
forget-after-years = لم يصل منكم أيّ خبر خلال سنتين، ولذلك حُذفت كلّ بياناتكم كما يطلب القانون. للتطوّع من جديد في { $town } أرسلوا /start

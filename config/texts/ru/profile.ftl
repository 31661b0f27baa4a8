### A volunteer's own page: profile, pauses, duty, stored data, being forgotten.

## Profile

profile-title = 👤 Это ваши данные. Нажмите, что изменить.
profile-close = Закрыть
profile-none = Регистрации здесь ещё нет. Она займёт меньше двух минут: /start
profile-consent-changed = Условия изменились. Пожалуйста, прочтите их снова.
profile-consent-declined = Без согласия вызовы не отправляются: они на паузе. Согласиться позже: /start. Удалить всё: /forget
profile-field-language = Язык бота
profile-field-name = Имя
profile-field-phone = Телефон
profile-field-age = Возраст
profile-field-place = Район
profile-field-skills = Навыки
profile-field-languages = Языки
profile-field-clusters = Темы
profile-field-transport = Транспорт
profile-field-times = Время
profile-field-quiet = Тихие часы
profile-field-level = Какие вызовы

## Pauses and duty

pause-for = На сколько приостановить вызовы?
pause-day = 1 день
pause-week = 1 неделя
pause-always = Пока не возобновлю
pause-on = Вызовов не будет до { $until }.
pause-on-always = Вызовов не будет, пока вы их не возобновите.
pause-and-places = { $said } Подтверждённое участие остаётся в силе: чтобы отменить, нажмите кнопку под вызовом.
pause-off = Вызовы возобновлены.
duty-for = На сколько дежурство? В это время вызовы приходят в любой час; дежурство закончится само.
duty-on = Спасибо! Дежурство до { $until }.
duty-off = Дежурство окончено. Спасибо!

## Stored data

mydata-title = 🔒 Всё, что бот хранит о вас:
mydata-account = Только учётная запись этого чата: номер и имя из Telegram и язык.
mydata-how = Исправить: /profile. Удалить: /forget. Ниже дословно, как хранится.
mydata-raw = { $data }

## Being forgotten

forget-what = Будут удалены имя, телефон, учётная запись, дом, навыки, роли и сообщения; вызовы больше не придут.
forget-stays = Останутся только числа без имён: скольких спросили и сколько пришло.
forget-places = У вас есть место в открытом вызове: оно освободится, и спросят других.
forget-last-coordinator = ⚠️ Других координаторов нет. Сначала пригласите кого-нибудь в /team, иначе вести вызовы будет некому.
forget-go-on = Перейти к удалению
forget-sure = Действительно удалить всё? Отменить это нельзя.
forget-now = 🗑 Удалить всё
forget-keep = Оставить всё
forget-kept = Ничего не удалено.
forget-goodbye = Все ваши данные удалены из бота ({ $town }). Спасибо, что были с нами. Сообщения в этом чате можно очистить в самом Telegram.
forget-after-years = За два года от вас не было вестей, поэтому все данные о вас удалены, как требует закон. Чтобы снова стать волонтёром ({ $town }), отправьте /start

### Coordinators call from chat: what, where, how many, when, the preview, and Send.

## Words that people type for a time, all spellings, parted by commas

issue-words-today = сегодня
issue-words-tomorrow = завтра
issue-words-at = в, на

## What

issue-kind-emergency = 🚨 Экстренный вызов. Что нужно? Можно написать и код, например E07.
issue-kind-routine = 📅 Обычный вызов. Что нужно? Можно написать и код, например R04.
issue-no-kind-yet = В кластерах, которые вы ведёте, пока нельзя отправить вызов ни одного вида; причины — за кнопкой. До тех пор попросите координаторов отправить вызов или обращайтесь к людям по телефону.
issue-button-kind = { $code } · { $kind }
issue-button-unavailable = Пока не отправить: { $count }
issue-unavailable = Вызовы этих видов пока нельзя отправить: бот ещё не обеспечивает их условия. До тех пор обращайтесь к людям по телефону.
issue-unavailable-kind = { $code } { $kind }: { $conditions }
issue-kind-not-enforced = «{ $kind }» пока нельзя отправить: { $conditions }. Выберите другой вид.
issue-kind-not-yours = «{ $kind }» относится к кластеру { $cluster }, его ведут другие. Выберите другой вид или обратитесь к координатору.
issue-kind-unknown = Вида вызова { $code } нет. Выберите из списка.
issue-kind-gone = Этот вид вызова изменён в настройках города. Выберите снова.
issue-line-kind-emergency = { $code } { $kind } — экстренный вызов: напишите /emergency вместо /call. Остальное сохранено.
issue-line-kind-routine = { $code } { $kind } — обычный вызов: напишите /call вместо /emergency. Остальное сохранено.
issue-line-unclear = Не понято и не включено: { $texts }. Свои слова пишите в кавычках.
issue-not-allowed = Вызовы открывают только координаторы и ведущие кластеров. Попросите у координатора города ссылку-приглашение.
issue-cancelled = Ничего не отправлено.

issue-condition-pairs = работа парами
issue-condition-recurring = повторяющееся посещение
issue-condition-shelter_hold = никого не посылать, пока люди в убежище
issue-condition-after_all_clear = только после отбоя
issue-condition-roll_list = список жителей для обхода
issue-condition-vehicle_insurance = страховка машины
issue-condition-police_clearance = справка из полиции
issue-condition-adult_present = присутствие взрослого
issue-condition-engineer_ok = разрешение инженера на вход в здание
issue-condition-authority_escort = сопровождение муниципалитета
issue-condition-police_lead = под руководством полиции
issue-condition-daylight = только при дневном свете
issue-condition-credential_check = проверка допусков
issue-condition-professional = только специалисты
issue-condition-professional_register = запись в профессиональном реестре
issue-condition-first_aid_course = курс первой помощи
issue-condition-medical_licence = медицинская лицензия

## Where

issue-place = { $kind }: где? Выберите район, отправьте геопозицию (📎) или напишите адрес.
issue-place-unknown = «{ $text }» — не район города, известный боту. Выберите из списка или отправьте геопозицию.
issue-place-far = Это место вне города. Выберите район или отправьте другую геопозицию.
issue-address-kept = Адрес сохранён: { $address }
issue-address-not-found = Адрес «{ $address }» в городе не найден. Он сохранён для назначенных; выберите район.
issue-looking = Идёт поиск адреса «{ $address }»… Ответ придёт сюда через несколько секунд. Можно не ждать и выбрать район.
issue-button-again = Искать снова
issue-button-neighbourhood = Выбрать район

## How many

issue-people = { $kind }: сколько людей? Не меньше { $needed }. Можно написать и число.
issue-people-go = { $count ->
    [one] { $count } человек
    [few] { $count } человека
    [many] { $count } человек
   *[other] { $count } человека
}
issue-people-limits = Число людей для этого вида вызова — от { $needed } до { $most }.

## When

issue-when = Когда нужны люди? Выберите или напишите, например: 25.11 16:30
issue-button-now = Сейчас
issue-button-hour = Через час
issue-button-at = { $at }
issue-now = сейчас
issue-time-impossible = Такого дня или часа нет: «{ $text }». Напишите, например: 25.11 16:30
issue-time-past = «{ $text }» уже в прошлом. Выберите время позже.
issue-time-far = «{ $text }» — больше чем через полгода. Выберите время раньше.
issue-time-passed = Выбранное время прошло. Выберите время позже.
issue-time-unclear = Время «{ $text }» боту непонятно. Напишите, например: 25.11 16:30 или: завтра 9:00

## Preview

issue-summary-emergency =
    🚨 Просмотр: { $code } { $kind } · { $severity }
    Где: { $place }
    Когда: { $when }, длительность: { $lasts }
    Людей: { $people } (нужно не меньше: { $needed })
issue-summary-routine =
    📅 Просмотр: { $code } { $kind } · { $severity }
    Где: { $place }
    Когда: { $when }, длительность: { $lasts }
    Людей: { $people } (нужно не меньше: { $needed })
issue-exact-place = { $place }, точное место
issue-summary-words = Ваши слова: { $text }
issue-summary-meeting = Место сбора: { $text }
issue-summary-contact = Контакт на месте (только для назначенных): { $text }
issue-summary-address = Адрес (только для назначенных): { $text }
issue-summary-ref = Номер обращения в 106: { $text }
issue-figures = Подходят: { $matching } · можно обратиться сейчас: { $reachable }
issue-first-wave = Сообщений в первой волне: { $messages } · уйдут за { $seconds } с · ожидаемые согласия: около { $expected }
issue-later = Затем, пока есть свободные места (оценка): { $waves }
issue-later-wave = { $people } через { $after }
issue-nobody = ⚠️ Сейчас обратиться не к кому. Расширьте зону, выберите другое место или время. Если всё же отправить, об этом узнают ведущие кластера и координаторы.
issue-weak = ⚠️ Первая волна, вероятно, даст меньше, чем нужно: около { $expected } из { $needed }. Следующие волны обратятся к другим; более широкая зона — сразу.
issue-renewed = Просмотру больше пяти минут, поэтому ничего не отправлено. Вот как обстоит дело сейчас.
issue-all-dropped = Никто из просмотра больше не доступен, поэтому ничего не отправлено. Вот как обстоит дело сейчас.
issue-button-send = Отправить: { $messages } ✅
issue-button-send-anyway = Всё равно отправить
issue-button-widen = Расширить до { $distance }
issue-button-words = ✏️ Свои слова
issue-button-meeting = 📍 Место сбора
issue-button-contact = 📞 Контакт
issue-button-address = 🏠 Адрес
issue-button-ref = Номер 106
issue-button-lasts = ⏱ { $lasts }
issue-button-drill = Пометить: учения
issue-button-real = Не учения
issue-button-clear = Убрать

## What may be added

issue-ask-words = Напишите, что людям важно знать. Текст увидят все, к кому обратимся, как написано: без имён, телефонов и точных адресов.
issue-ask-meeting = Где собираются люди? Это увидят только назначенные.
issue-ask-contact = Кто встречает людей на месте? Имя и телефон; увидят только назначенные.
issue-ask-address = Какой точный адрес? Его увидят только назначенные.
issue-ask-ref = Какой номер обращения в службе 106?
issue-ask-lasts = Сколько это продлится? Можно написать и число часов.
issue-lasts-limits = Напишите число часов, не больше { $most }.
issue-too-long = Слишком длинно: не больше { $most } букв.
issue-only-words = На этом шаге помогают только слова. Напишите или нажмите кнопку.

## Sent

issue-sent = { $asked ->
    [one] Вызов { $number } отправлен: { $asked } человек.
    [few] Вызов { $number } отправлен: { $asked } человека.
    [many] Вызов { $number } отправлен: { $asked } человек.
   *[other] Вызов { $number } отправлен: { $asked } человека.
}
issue-sent-nobody = Вызов { $number } открыт, но обратиться пока не к кому. Об этом узнают ведущие кластера и координаторы.
issue-dropped = Стали недоступны после просмотра: { $count }

### A volunteer's own view of a call, and what every message about a call has in common.

## Which call, where, who

call-lines =
    { $first }
    { $rest }
call-title-emergency = 🚨 Экстренный вызов { $number }: { $kind }
call-title-routine = 🔔 Вызов { $number }: { $kind }
call-role-any = любая помощь
call-role-either = { $first } или { $other }
call-role-count = { $role } (×{ $count })
call-distance-near = ближе { $distance }
call-distance-about = около { $distance }

## What a volunteer is asked

invitation-cluster = Кластер: { $cluster }
invitation-where-about = Где: { $area } · { $far } от дома
invitation-where-towards = Где: { $area } · { $far } от дома, { $direction }
invitation-when-now = Когда: сейчас, на { $lasts }
invitation-when = Когда: { $at }, на { $lasts }
invitation-needed = Сколько человек нужно: { $people } · уже участвуют: { $coming }
invitation-roles = Роли: { $roles }
invitation-words =
    Слова координатора:
    { $words }
invitation-words-in =
    Слова координатора (язык: { $language }):
    { $words }
invitation-in-hebrew = иврит
invitation-in-arabic = арабский
invitation-in-russian = русский
invitation-in-english = английский
invitation-corrected = ✏️ Сведения обновлены после отправки
invitation-yes-is-not-assigned = Согласие ещё не назначение: сразу после него здесь будет видно, есть ли для вас место, и только тогда точный адрес.
invitation-rescue-numbers = Угроза жизни? Звоните: 100 полиция · 101 скорая · 102 пожарные
invitation-typed = Можно и написать: { $examples }
invitation-typed-minutes = Можно и написать: { $examples } (20 — минут до прибытия)
invitation-questions = Вопрос? Ответьте на это сообщение: его получит координатор.
invitation-after-dark = ⚠️ С { $since } Telegram был недоступен, и нажатия с тех пор могли пропасть. Пожалуйста, ответьте ещё раз: кнопкой или несколькими словами.

## Where a volunteer stands

invitation-assigned = ✅ Вы назначены: место за вами
invitation-on-the-way = 🚗 Вы в пути, спасибо
invitation-arrived = 📍 Вы на месте, спасибо
invitation-stand-by = ⏳ Вы в готовности. Сейчас все места заняты, выезжать не нужно. Если место освободится, придёт сообщение.
invitation-overdue = ⌛ Обещанное время прибытия прошло, место снова открыто. Если вы уже там или ещё едете, сообщите здесь.
invitation-done = ✅ Работа завершена. Большое спасибо!
invitation-stood-down = 💚 Людей уже достаточно, приезжать не нужно. Спасибо!
invitation-unreachable = Сообщения до вас не доходили, поэтому приглашены другие. Чтобы предложить помощь, ответьте на это сообщение.
invitation-cannot = Отмечено: в этот раз без вас. Спасибо за ответ!
invitation-cannot-until = Отмечено: не сейчас. Если помощь ещё будет нужна, спросим снова: { $at }. Спасибо!
invitation-withdrawn = Участие отменено. Спасибо, что сообщили!
invitation-left-site = Отмечено: вы больше не на месте. Спасибо за помощь!

## What only those assigned see

invitation-role = Ваша роль: { $role }
invitation-where-exactly = Адрес: { $address } ({ $area })
invitation-where-on-map = Где: { $area }, точное место по кнопкам навигации
invitation-where-unknown = Где: { $area }. Адрес сообщит координатор
invitation-meeting-point = Место сбора: { $place }
invitation-contact = Контакт на месте: { $contact }
invitation-promised = Ожидаемое прибытие: { $at }
invitation-report-to = Отвечает за вызов: { $owner }
invitation-report-to-coordinator = Отвечает за вызов: координатор
invitation-next-assigned = Дальше: выезжая, нажмите «В пути».
invitation-next-on-the-way = Дальше: когда доберётесь, нажмите «На месте».
invitation-next-arrived = Дальше: подойдите к ответственному на месте. В конце нажмите «Готово».

## A call that is over

invitation-closed-done = Вызов завершён. Спасибо!
invitation-closed-done-thanks = Вызов завершён. Большое спасибо за помощь!
invitation-closed-cancelled = Вызов отменён, приезжать не нужно. Спасибо!
invitation-closed-expired = Время вызова истекло, пока Telegram был недоступен; приезжать не нужно. Спасибо!

## Buttons

invitation-press-coming-in = Буду · { $minutes } мин
invitation-press-withdraw = Всё же не смогу
invitation-press-after-all = Всё же смогу
invitation-press-left = Ухожу
invitation-press-waze = Маршрут Waze
invitation-press-google-maps = Карты Google
invitation-press-area-map = 🗺 Карта района

## Why not

invitation-reasons = Почему? Одно нажатие, и всё.
invitation-reason-not-now = Не сейчас, спросите через 2 часа
invitation-reason-too-far = Слишком далеко
invitation-reason-not-my-skill = Не мой навык
invitation-reason-unwell = Нездоровится
invitation-reason-other = Другая причина

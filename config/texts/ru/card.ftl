### The live call card that staff and linked groups watch.

## How a call stands

card-about = { $cluster } · { $area }
card-open-next-wave = Открыт · волна { $wave } из { $waves } · следующая: { $at }
card-open-last-wave = Открыт · волна { $wave } из { $waves } · больше волн нет
card-owner = Отвечает: { $owner }
card-no-owner = Ответственного нет: вызов можно взять
card-ref-106 = Служба 106: { $ref }

## How many

card-role-open = ▫️ { $role }: { $taken } из { $places }
card-role-full = ✅ { $role }: { $taken } из { $places }
card-further-people = ещё места
card-needed = Нужно минимум { $needed } · цель { $target }
card-asked = Приглашено { $asked } · доставлено { $delivered } · просмотрено { $seen }
card-coming = Участвуют { $coming } · из них в пути { $on_the_way } · на месте { $arrived }
card-others = В готовности { $stand_by } · не смогут { $cannot } · нет ответа { $silent }
card-counted = { $standing }: { $count }
card-overdue = опаздывают
card-unreachable = сообщения не дошли

## Who

card-people = { $standing }: { $people }
card-person-by = { $name } (к { $at })
card-more-people = и ещё { $count }
card-nameless = без имени

## Buttons

card-press-people = Кто что ответил
card-press-wave = Следующая волна
card-press-phones = Телефоны молчащих
card-press-correct = Исправить
card-press-takeover = Взять на себя
card-press-history = История
card-press-close = Закрыть вызов

## Notices about a call

call-unfilled = 🔺 На вызов { $number } не хватает людей: участвуют { $coming } из { $needed } · нет ответа { $silent }. Карточка со всеми действиями сейчас придёт.
call-taken-over = За вызов { $number } теперь отвечает { $by }.
call-corrected = ✏️ Сведения о вызове { $number } обновлены. Сообщение о вызове показывает новые.
call-closed-done = ✅ Вызов { $number } завершён. Большое спасибо!
call-closed-cancelled = ❌ Вызов { $number } отменён, приезжать не нужно. Спасибо!
call-expired = ⌛ Вызов { $number } закрыт: его время истекло, пока Telegram был недоступен, и ни одно место не занято. Если помощь ещё нужна, откройте новый вызов.

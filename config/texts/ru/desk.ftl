### What a coordinator reads and presses after a call is out.

## Buttons beside the card

desk-press-card = Показать карточку
desk-press-done = Выполнен ✅
desk-press-cancelled = Отменён
desk-press-words = Новый текст
desk-press-point = Новое место сбора

## What a press did, or why it did nothing

desk-private-only = Это доступно в личном чате с ботом. Отправьте там /status.
desk-call-closed = Вызов { $number } закрыт. Ничего не изменено.
desk-wave-filled = Людей достаточно, новые приглашения не отправляются.
desk-wave-sent = Следующая волна отправлена. Приглашений: { $asked }
desk-wave-nobody = Сейчас больше никто не подходит. Повторите позже или позвоните тем, кто не отвечает.
desk-already-yours = Вызов { $number } уже за вами.
desk-taken-over = Вызов { $number } теперь за вами. Карточка в личном чате.
desk-ownerless = У вызова { $number } нет ответственного: роль того, кто его вёл, закончилась. Возьмёте вызов на себя?

## The people of a call

desk-people = Приглашено: { $asked } · участвуют: { $coming } · нет ответа: { $silent }
desk-people-hint = Нажмите имя, чтобы ответить за человека.
desk-person = • { $name }: { $facts }
desk-eta = прибытие { $at }
desk-answered-by = ответ записан: { $name }
desk-answer-for = Какой ответ записать за { $name }? Будет отмечено, что его внесли вы.
desk-answered = { $name }: { $standing }
desk-answer-too-late = Ничего не изменено. { $name }: { $standing }
desk-nobody-silent = Ответили все.
desk-phones = Позвонить: { $count }. Показ телефонов записан в историю.
desk-phone = • { $name }: { $phone } ({ $standing })
desk-no-phone = нет телефона

## Closing; the words are typed behind the number, parted by commas

desk-close-how = Чем закончился вызов? Все, кто его видел, получат сообщение.
desk-close-which = Какой вызов закрыть?
desk-closed-toast = Вызов { $number } закрыт.
desk-closed-done = Закрыт как выполненный: { $call }
desk-closed-cancelled = Закрыт как отменённый: { $call }
close-words-done = выполнен, выполнено, готово
close-words-cancelled = отменён, отменен, отмена

## Correcting

desk-correct-what = Что изменилось?
desk-correct-words = Напишите новый текст. Он заменит прежний.
desk-correct-point = Напишите новое место сбора. Его увидят только те, кто участвует.
desk-correct-look = Исправление получат все, кто видел вызов; участникам оно придёт со звуком.
desk-correct-left = Вызов остался без изменений.
desk-correct-over = Этот вызов здесь больше нельзя исправить.
desk-correct-in-words = Отправьте, пожалуйста, текст.
desk-correct-too-long = Слишком длинно. Не более { $most } знаков.
desk-corrected = Исправлено: { $call }
desk-words-now = Текст сейчас: { $text }
desk-point-now = Место сбора сейчас: { $text }
desk-words-new = Новый текст: { $text }
desk-point-new = Новое место сбора: { $text }

## What happened to a call

history-title = Что произошло:
history-line = { $at } – { $what }
history-opened = вызов открыт: { $by }
history-wave = волна { $wave }, приглашено: { $asked }
history-answered = { $name }: { $reply }
history-answered-for = { $name }: { $reply } (записано: { $by })
history-climbed-leads = оповещены руководители кластера
history-climbed-coordinators = оповещены координаторы
history-corrected = исправлено: { $by }
history-taken-over = ответственность перешла: { $by }
history-phones-shown = телефоны показаны: { $by }
history-filled = людей достаточно
history-reopened = место снова свободно
history-closed-done = закрыт как выполненный: { $by }
history-closed-cancelled = закрыт как отменённый: { $by }
history-closed-expired = закрыт: время истекло, пока Telegram был недоступен
history-resumed = Telegram снова на связи; тем, чьи нажатия могли пропасть, вопрос отправлен ещё раз

## What is open

status-open = Открытые вызовы: { $count }
status-nothing-open = Открытых вызовов нет.
status-counts = Нужно: { $needed } · участвуют: { $coming } · на месте: { $arrived }
status-drill = Учения: { $call }
status-press-again = Обновить
status-no-call = Вызова { $number } нет. Отправьте /status, чтобы увидеть открытые.
status-which-number = Напишите номер вызова, например: /status 17
status-nothing-yours = Сейчас для вас нет вызовов.
status-not-yours = Вызов { $number } не ждёт вашего ответа.
status-group-unlinked = Эта группа не следит за вызовами. Координатор может написать здесь: /link all

## The day in figures

report-title = Вызовы за сегодня (без учений): { $count }
report-nothing = Сегодня вызовов не было.
report-counts = Приглашено: { $asked } · участвуют: { $coming } · прибытий: { $arrived }
report-first-yes = Первое согласие через { $after }
report-median = Обычное время до первого согласия (медиана): { $after }

## Groups that follow a cluster

link-words-all = все, всё
link-which = Напишите после команды кластер или all: { $clusters }
link-done = Этот чат теперь следит за вызовами кластера: { $cluster }. Здесь видны только числа, без личных данных.
link-done-all = Этот чат теперь следит за всеми вызовами. Здесь видны только числа, без личных данных.
link-ended = Этот чат больше не следит за вызовами.
link-lost = Одна из связанных групп больше не принимает сообщений бота и поэтому больше не следит за вызовами. Добавьте туда бота снова и напишите там /link.
link-in-groups = Эта команда работает в группе. Добавьте туда бота и напишите там /link.

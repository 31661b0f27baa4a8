### What the bot says about itself, and short news about a call.

cancelled = Хорошо, выходим. Ничего не отправлено.
nothing-to-cancel = Выходить не из чего. Вызов закрывают командой /close с его номером.
unknown-command = Такой команды нет. См. /help
not-understood = Не удалось понять. См. /help или нажмите кнопку выше.
screen-outdated = Эта кнопка устарела. Текущий шаг показан ниже.
button-unknown = Эта кнопка больше не работает. См. /help
too-fast = Слишком много сообщений за минуту: последние не прочитаны. Пожалуйста, подождите минуту и продолжайте. Ответы на вызовы доходят всегда.
not-allowed = Для этого нужна роль. Её может дать координатор: см. /team
update-quarantined = Внимание: одно сообщение боту (№ { $update }) пять раз не обработано и отложено. Сообщите тому, кто обслуживает бота.


## The command list that Telegram shows

command-start = Начало и главный экран
command-help = Что умеет бот
command-language = Выбор языка
command-profile = Мои данные в профиле
command-pause = Пауза или дежурство
command-mydata = Что обо мне хранится
command-forget = Удалить мои данные
command-status = Открытые вызовы
command-cancel = Выйти из разговора
command-call = Открыть обычный вызов
command-emergency = Открыть экстренный вызов
command-close = Закрыть вызов
command-team = Команда и новые волонтёры
command-report = Вызовы за сегодня в цифрах

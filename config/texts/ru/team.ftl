### The team: roles, invitations, and letting volunteers in.

## The team

team-title = Команда:
team-pending-title = Ждут подтверждения координатора:
team-member = { $name }: { $role }
team-member-until = { $name }: { $role }, до { $until }
team-lead-of = руководство кластером: { $cluster }
team-press-volunteers = Волонтёры на утверждение: { $count }
team-press-invite = Пригласить в команду
team-press-confirm = Подтвердить: { $name }
team-press-refuse = Отклонить: { $name }

## One member

team-term-ask = До какого срока действует эта роль?
team-press-term = Дней от сегодня: { $days }
team-press-endless = Без срока
team-press-revoke = Завершить роль сейчас
team-revoke-sure = Завершить эту роль сейчас? Она прекратится сразу и везде.
team-you-have-role = Ваша роль подтверждена: { $role }. Отправьте /status, чтобы увидеть открытые вызовы.
team-you-lost-role = Эта роль завершена: { $role }. Спасибо за всё, что вы сделали.
team-not-confirmed = Роль не подтверждена: { $role }. Вопросы можно задать тому, кто пригласил.

## Inviting someone

team-invite-role = На какую роль приглашение?
team-invite-cluster = Какой кластер?
team-link = Приглашение на роль: { $role }
    { $link }
    Передайте его только одному человеку. Оно действует один раз, до { $until }; затем роль подтверждает координатор.
team-press-open = Открыть приглашение
team-invited = { $name } приглашает вас на роль ({ $town }): { $role }
team-invited-after = После согласия роль подтверждает координатор. Приглашение действует до { $until }.
team-press-accept = Принять роль
team-press-leave = Нет, спасибо
team-invite-left = Приглашение не принято. Ничего не изменилось.
team-accepted = Спасибо. Роль ждёт подтверждения координатора: { $role }
team-please-confirm = { $name }: приглашение на роль принято: { $role }. Подтверждайте, только если знаете этого человека.
team-confirmed = Подтверждено. { $name }: { $role }
team-refused = Отклонено. { $name }: { $role }

## The host's one-time code

team-code-ask = Напишите /admin и одноразовый код, полученный при установке бота.
team-code-wrong = Код не подходит. Проверьте его и попробуйте ещё раз.
team-code-wait = Слишком много попыток. Повторите через час.
team-code-used = Этот код уже использован. Попросите новый у тех, кто обслуживает бота.
team-claimed = Роль получена: координатор волонтёров ({ $town }). Пригласите коллегу через /team; с этого момента каждую роль подтверждают двое. Теперь удалите сообщение с кодом.
team-code-claimed = { $name }: роль координатора получена по одноразовому коду. Если это неожиданно, завершите роль через /team.

## Why a role stays as it is

team-refused-gone = Это больше не действует: использовано, истекло или отозвано. Попросите новое приглашение.
team-refused-own = Нельзя подтвердить самого себя или принять собственное приглашение.
team-refused-needs-another = Это должен подтвердить другой координатор: приглашающий не может подтвердить сам.
team-refused-last = Это последний координатор без срока. Сначала подтвердите ещё одного.
team-refused-already = Эта роль у вас уже есть или ждёт подтверждения.

## Letting volunteers in

team-new-volunteer = Новый волонтёр: { $name }
    Район: { $neighbourhood }
    Навыки: { $skills }
team-approve = Утвердить
team-decline = Отклонить
team-volunteers = Волонтёры, ожидающие утверждения: { $count }
team-volunteer = • { $name } · { $age } · { $neighbourhood }
team-age-from = возраст от { $years }
team-age-unknown = возраст не указан
team-nowhere = район не указан
team-skills = Навыки: { $skills }
team-approve-one = Утвердить: { $name }
team-decline-one = Отклонить: { $name }
team-press-approve-all = Утвердить всех показанных: { $count }
team-press-first-page = Первая страница
team-approved = { $name }: утверждение записано
team-declined = { $name }: отказ записан
team-decided-toast = Записано.
team-decided-before = Решение уже принято. Ничего не изменено.
team-you-are-in = Ваше волонтёрство утверждено ({ $town }). Спасибо. Подходящие вызовы придут сюда.
team-you-are-not-in = Ваша регистрация ({ $town }) не утверждена. С вопросами звоните в службу 106.

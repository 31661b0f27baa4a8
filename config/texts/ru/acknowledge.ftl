### What comes of a volunteer's answer, and the words that answer without a button.

## Examples to type; each is understood whatever the language of the person

acknowledge-example-coming = участвую { $number }
acknowledge-example-coming-minutes = участвую { $number } 20
acknowledge-example-cannot = не смогу { $number }
acknowledge-example-on-the-way = в пути { $number }
acknowledge-example-arrived = на месте { $number }
acknowledge-example-done = готово { $number }
acknowledge-example-left = ухожу { $number }

## Words that answer, parted by commas; words of every language are understood from everybody

acknowledge-words-coming = участвую, приду, приеду, буду, беру, всё же смогу
acknowledge-words-cannot = не смогу, не могу, не приду, не приеду, отказ, всё же не смогу
acknowledge-words-on-the-way = в пути, еду, уже еду, выезжаю, иду
acknowledge-words-arrived = на месте, я на месте, мы на месте, здесь
acknowledge-words-done = готово, сделано, всё готово
acknowledge-words-left = ухожу, уезжаю, отменить участие, отмена участия
acknowledge-words-not-now = не сейчас
acknowledge-words-too-far = слишком далеко, мне далеко
acknowledge-words-not-my-skill = не мой навык, не умею
acknowledge-words-unwell = нездоровится, болею

## Where a volunteer now stands

acknowledge-stands-asked = Вызов { $number }: ответа ещё нет.
acknowledge-stands-assigned = Вызов { $number }: вы назначены. Спасибо!
acknowledge-stands-stand-by = Вызов { $number }: вы в готовности. Пока выезжать не нужно.
acknowledge-stands-on-the-way = Вызов { $number }: вы в пути.
acknowledge-stands-arrived = Вызов { $number }: вы на месте.
acknowledge-stands-done = Вызов { $number }: работа завершена. Спасибо!
acknowledge-stands-left = Вызов { $number }: вы больше не участвуете. Спасибо!
acknowledge-stands-overdue = Вызов { $number }: время прибытия прошло, место снова открыто.
acknowledge-stands-cannot = Вызов { $number }: в этот раз без вас. Спасибо за ответ!
acknowledge-stands-stood-down = Вызов { $number }: людей уже достаточно. Спасибо!
acknowledge-stands-unreachable = Вызов { $number }: приглашены другие.
acknowledge-unchanged = Ничего не изменилось. { $stands }
acknowledge-call-closed = Вызов { $number } уже закрыт. Спасибо!
acknowledge-not-yours = Эта кнопка из приглашения другого человека.

## Answers in words

acknowledge-which-call = О каком вызове речь? Напишите ещё раз с номером: { $examples }
acknowledge-not-invited = У вас нет открытого приглашения на вызов { $number }.
acknowledge-edit-changes-nothing = ✏️ Правка сообщения не меняет ответ. Чтобы изменить его, отправьте новое: { $examples }

## Replies that reach the owner of a call

acknowledge-reply-text =
    💬 { $name } · вызов { $number } · { $standing }
    { $words }
acknowledge-reply-text-edited =
    ✏️ { $name } · вызов { $number } · { $standing } · сообщение изменено
    { $words }
acknowledge-reply-relayed = 💬 { $name } · вызов { $number } · { $standing }. Сообщение ниже:
acknowledge-reply-relayed-edited = ✏️ { $name } · вызов { $number } · { $standing }. Сообщение изменено, вот оно снова:
acknowledge-passed-on = Сообщение передано координатору вызова { $number }.
acknowledge-nobody-to-pass-to = Сейчас у вызова { $number } нет координатора. При угрозе жизни звоните 100, 101 или 102.

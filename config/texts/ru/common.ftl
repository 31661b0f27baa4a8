### Words that every topic shares.

## Buttons that every conversation has

button-yes = Да
button-no = Нет
button-back = Назад
button-skip = Пропустить
button-confirm = Подтвердить
button-cancel = Отмена
button-next = Дальше
button-send = Отправить
button-page-next = Следующая страница
button-page-previous = Предыдущая страница

## Each language under its own name, whoever reads

language-he = עברית
language-ar = العربية
language-ru = Русский
language-en = English

## Lists, days and hours; weekdays by ISO number (Monday 1), months as they stand in a date

list-separator = { ", " }
moment-today = { $time }
moment-day = { $weekday }, { $day } { $month }, { $time }
moment-year = { $weekday }, { $day } { $month } { $year } г., { $time }
weekday-1 = понедельник
weekday-2 = вторник
weekday-3 = среда
weekday-4 = четверг
weekday-5 = пятница
weekday-6 = суббота
weekday-7 = воскресенье
weekday-short-1 = Пн
weekday-short-2 = Вт
weekday-short-3 = Ср
weekday-short-4 = Чт
weekday-short-5 = Пт
weekday-short-6 = Сб
weekday-short-7 = Вс
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря

## How long, how far, which way

duration-minutes = { $minutes } мин.
duration-hours = { $hours } ч
duration-days = { $days } дн.
distance-metres = { $metres } м
distance-kilometres = { $kilometres } км
compass-north = к северу
compass-north-east = к северо-востоку
compass-east = к востоку
compass-south-east = к юго-востоку
compass-south = к югу
compass-south-west = к юго-западу
compass-west = к западу
compass-north-west = к северо-западу

## Words about people; a key made from a word of the tables keeps its underscores

age-under_14 = до 13 лет
age-from_14 = 14
age-from_15 = 15
age-from_16 = 16–17
age-from_18 = 18–20
age-from_21 = 21–23
age-from_24 = 24–64
age-from_65 = 65 и старше
transport-foot = Пешком
transport-bike = Велосипед, самокат
transport-car = Автомобиль
role-coordinator = координатор волонтёров
role-cluster_lead = ведущий кластера

## Words about calls

severity-routine = обычный
severity-urgent = срочно
severity-life_saving = спасение жизни
call-state-open = вызов открыт
call-state-filled = людей достаточно
call-state-done = вызов выполнен
call-state-cancelled = вызов отменён
call-state-expired = время вызова истекло
drill-banner = ⚠️ Учения! Выезжать не нужно

## What a volunteer presses: first person, no gender

press-coming = Участвую
press-cannot = Не смогу
press-on_the_way = В пути 🚗
press-delayed = Задержусь
press-arrived = На месте 📍
press-done = Готово ✅
press-left = Отменить участие

## What the others read about it: nouns, no gender

reply-silent = нет ответа
reply-seen = просмотрено
reply-coming = участвует
reply-stand_by = в готовности
reply-on_the_way = в пути
reply-arrived = на месте
reply-done = готово
reply-cannot = не сможет
reply-left = участие отменено
reply-stood_down = больше не требуется, спасибо

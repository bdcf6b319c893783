/** Days in words: `tomorrow`, `friday`, `5 December`, `5.12.`. The rules of the product decide what is clear. */
import * as chrono from 'chrono-node';
import * as chronoDe from 'chrono-node/de';
import { nearest } from '../text/spelling.ts';
import type { Token } from '../text/tokens.ts';
import type { Clock } from './clock.ts';
import { addDays, isDate, type LocalDate } from './zonedTime.ts';

/** The possible dates of a day, and the index after it. Several dates: the text reads in several ways. */
export type ReadDay = { readonly dates: readonly LocalDate[]; readonly to: number };

const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sonntag',
  'montag',
  'dienstag',
  'mittwoch',
  'donnerstag',
  'freitag',
  'samstag',
] as const;
const short: Readonly<Record<string, number>> = {
  sun: 0,
  mon: 1,
  tue: 2,
  tues: 2,
  wed: 3,
  weds: 3,
  thu: 4,
  thur: 4,
  thurs: 4,
  fri: 5,
  sat: 6,
  so: 0,
  mo: 1,
  di: 2,
  mi: 3,
  do: 4,
  fr: 5,
  sa: 6,
  sonnabend: 6,
};

/** 0 to 6 for the name of a weekday, also when it is misspelt; `null`: no weekday. */
export function weekdayNamed(word: string, mayBeShort: boolean): number | null {
  const nth = weekdays.indexOf(word as (typeof weekdays)[number]);
  if (nth >= 0) return nth % 7;
  if (mayBeShort && Object.hasOwn(short, word)) return short[word] ?? null;
  if (word === 'sonnabend') return 6;
  if (word.length < 6) return null;
  const near = nearest(word, weekdays);
  return near === null ? null : weekdays.indexOf(near as (typeof weekdays)[number]) % 7;
}

const today = /^(?:today|heute)$/;
const tomorrow = /^(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|tmw|morgen)$/;
const dayAfter = /^(?:uebermorgen|ubermorgen)$/;

/** The day at a token; `null`: no day. `mayBeShort`: `fri` and `fr` are days. */
export function readDay(
  tokens: readonly Token[],
  from: number,
  clock: Clock,
  mayBeShort: boolean,
): ReadDay | null {
  let at = from;
  while (
    /^(?:on|am|den|dem|the|zum|this|coming|diesen|kommenden|kommender|diesem)$/.test(
      tokens[at]?.word ?? '',
    )
  )
    at += 1;
  return readNear(tokens, at, clock, mayBeShort) ?? readDate(tokens, at, clock);
}

function readNear(
  tokens: readonly Token[],
  at: number,
  clock: Clock,
  mayBeShort: boolean,
): ReadDay | null {
  const word = tokens[at]?.word ?? '';
  if (today.test(word)) return { dates: [clock.today], to: at + 1 };
  if (tomorrow.test(word)) return { dates: [addDays(clock.today, 1)], to: at + 1 };
  if (dayAfter.test(word)) return { dates: [addDays(clock.today, 2)], to: at + 1 };
  const text = tokens
    .slice(at, at + 3)
    .map((one) => one.word)
    .join(' ');
  if (/^day after (?:tomorrow|tmrw)/.test(text))
    return { dates: [addDays(clock.today, 2)], to: at + 3 };
  const isNext = /^(?:next|naechsten|naechster|naechstem|naechste)$/.test(word);
  const day = weekdayNamed(tokens[isNext ? at + 1 : at]?.word ?? '', mayBeShort);
  if (day === null) return null;
  const date = clock.nextWeekday(day);
  const to = at + (isNext ? 2 : 1);
  const ofNextWeek = /^(?:next week|naechster woche|naechste woche|of next)/.test(
    tokens
      .slice(to, to + 2)
      .map((one) => one.word)
      .join(' '),
  );
  if (ofNextWeek) return { dates: [inNextWeek(day, clock)], to: to + 2 };
  const end =
    tokens[to]?.text === '.' && Object.hasOwn(short, tokens[to - 1]?.word ?? '') ? to + 1 : to;
  return { dates: isNext ? [date, addDays(date, 7)] : [date], to: end };
}

/** The weekday in the week that begins on the next Monday. */
function inNextWeek(day: number, clock: Clock): LocalDate {
  return addDays(clock.nextWeekday(1), (day + 6) % 7);
}

const months =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|maer|mrz|mai|juni|juli|okt|dez)[a-z]*\b/;

/** A date of the calendar. */
function readDate(tokens: readonly Token[], at: number, clock: Clock): ReadDay | null {
  return readNumeric(tokens, at, clock) ?? readWritten(tokens, at, clock);
}

/** `5/12`, `5.12.`, `05.12.2026`, `2026-12-05`. */
function readNumeric(tokens: readonly Token[], at: number, clock: Clock): ReadDay | null {
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((nth) => tokens[at + nth]?.word ?? '');
  if (/^\d{4}$/.test(a ?? '') && b === '-' && d === '-' && /^\d{1,2}$/.test(c ?? '')) {
    const date = { year: Number(a), month: Number(c), day: Number(e) };
    return { dates: isDate(date) ? [date] : [], to: at + 5 };
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{2}|\d{4}))?$/.exec(a ?? '');
  if (dotted && (dotted[3] !== undefined || b === '.')) {
    const date = dated(Number(dotted[1]), Number(dotted[2]), dotted[3], clock);
    const to = at + (dotted[3] === undefined ? 2 : 1);
    const year = /^20\d\d$/.test(c ?? '') && dotted[3] === undefined ? c : null;
    if (year)
      return { dates: dated(Number(dotted[1]), Number(dotted[2]), year, clock), to: to + 1 };
    return { dates: date, to };
  }
  if (/^\d{1,2}$/.test(a ?? '') && (b === '/' || b === '-') && /^\d{1,2}$/.test(c ?? '')) {
    const year = d === b && /^(?:\d{2}|\d{4})$/.test(e ?? '') ? e : undefined;
    const dayFirst = dated(Number(a), Number(c), year, clock);
    const monthFirst = a === c ? [] : dated(Number(c), Number(a), year, clock);
    const dates = [...dayFirst, ...monthFirst];
    return dates.length === 0 ? null : { dates, to: at + (year === undefined ? 3 : 5) };
  }
  return null;
}

/** The date with this day and month; without a year, the next one within about eleven months. */
function dated(
  day: number,
  month: number,
  year: string | undefined,
  { today: now }: Clock,
): LocalDate[] {
  if (year !== undefined) {
    const date = { day, month, year: year.length === 2 ? 2000 + Number(year) : Number(year) };
    return isDate(date) ? [date] : [];
  }
  const isLater = month * 100 + day >= now.month * 100 + now.day;
  const date = { day, month, year: now.year + (isLater ? 0 : 1) };
  if (!isDate(date)) return [];
  const days =
    (Date.UTC(date.year, month - 1, day) - Date.UTC(now.year, now.month - 1, now.day)) / 86_400_000;
  // A day that has just passed is a mistake, not the same day of the next year.
  return days > 330 ? [{ ...date, year: date.year - 1 }] : [date];
}

/** `5 December`, `Dec 5th`, `5. Dezember 2026`: in either language. */
function readWritten(tokens: readonly Token[], at: number, clock: Clock): ReadDay | null {
  const first = tokens[at];
  const near = tokens.slice(at, at + 5);
  if (first === undefined || !near.slice(0, 4).some(({ word }) => months.test(word))) return null;
  const text = plainDate(near);
  const reference = new Date(
    Date.UTC(clock.today.year, clock.today.month - 1, clock.today.day, 12),
  );
  const reads = [chrono.en.strict.parse(text, reference), chronoDe.strict.parse(text, reference)];
  const found = reads
    .map(([result]) => result)
    .filter((result) => result?.index === 0 && result.start.isCertain('day'))
    .sort((one, other) => (other?.text.length ?? 0) - (one?.text.length ?? 0))[0];
  if (!found) return null;
  const { start } = found;
  const year = start.isCertain('year') ? String(start.get('year')) : undefined;
  const dates = dated(start.get('day') ?? 0, start.get('month') ?? 0, year, clock);
  let to = at;
  let length = 0;
  for (const { text: part } of near) {
    const begin = text.indexOf(part, length);
    if (begin < 0) break;
    length = begin + part.length;
    if (length > found.text.length) break;
    to += 1;
  }
  return dates.length === 0 ? null : { dates, to: Math.max(to, at + 1) };
}

/** The words of a date as the library reads them: without the time after it. */
function plainDate(tokens: readonly Token[]): string {
  const end = tokens.findIndex(
    ({ word }, nth) =>
      nth > 0 &&
      (isClockTime(word, tokens[nth + 1]?.word) ||
        /^(?:at|um|uhr|,|because|weil|wegen|and|und)$/.test(word)),
  );
  const first = tokens[0];
  const own = end < 0 ? tokens : tokens.slice(0, end);
  return own
    .map(({ text, start }, nth) => {
      const isJoined = nth > 0 && own[nth - 1]?.end === start;
      return `${nth === 0 || isJoined ? '' : ' '}${text}`;
    })
    .join('')
    .slice(0, first === undefined ? 0 : 60);
}

/** `10:00`, `10 am`, `10 Uhr`: not a part of the date before it. */
function isClockTime(word: string, next: string | undefined): boolean {
  return (
    /^\d{1,2}:\d{2}/.test(word) || (/^\d{1,2}$/.test(word) && /^(?:am|pm|uhr)$/.test(next ?? ''))
  );
}

/** Every time in a sentence: ends, durations, periods that begin later, quiet hours, times in the past. */
import { type Instant, instantAfter } from '@rooms-pro/core';
import type { Span, Token } from '../text/tokens.ts';
import type { Clock } from './clock.ts';
import { readDay } from './days.ts';
import { readDuration } from './duration.ts';
import { readHour } from './hours.ts';
import { endsOfDay, readMoment } from './moment.ts';

/** One time in a sentence. `ends`: what the person may mean. */
export type TimeSpan = Span & {
  /** The text begins with a word such as `until` or `for`. */
  readonly isMarked: boolean;
} & (
    | { readonly kind: 'end'; readonly until: Instant | 'recovery' | 'lifted' }
    | { readonly kind: 'unclear'; readonly ends: readonly Instant[] }
    | { readonly kind: 'later'; readonly ends: readonly Instant[] }
    | { readonly kind: 'past' }
    | { readonly kind: 'hours'; readonly start: string | null; readonly end: string | null }
    | { readonly kind: 'when' }
  );

/** The times, in the order of the sentence. They never share a token. */
export function findTimes(
  tokens: readonly Token[],
  clock: Clock,
  isFree: (index: number) => boolean,
): readonly TimeSpan[] {
  const found: TimeSpan[] = [];
  for (let at = 0; at < tokens.length; ) {
    const span = isFree(at) ? readAt(tokens, at, clock) : null;
    const isWhole = span !== null && span.to > at && allFree(span, isFree);
    if (span !== null && isWhole) found.push(span);
    at = isWhole && span !== null ? span.to : at + 1;
  }
  return found;
}

function allFree({ from, to }: Span, isFree: (index: number) => boolean): boolean {
  for (let at = from; at < to; at += 1) if (!isFree(at)) return false;
  return true;
}

const readers = [readHours, readUntil, readEternal, readFor, readPast, readLater, readBareDuration];

function readAt(tokens: readonly Token[], from: number, clock: Clock): TimeSpan | null {
  for (const read of readers) {
    const span = read(tokens, from, clock);
    if (span !== null) return span;
  }
  return null;
}

function textFrom(tokens: readonly Token[], from: number, most = 6): string {
  return tokens
    .slice(from, from + most)
    .map(({ word }) => word)
    .join(' ');
}

const untilWord = /^(?:until|untill|unitl|untl|till|til|bis|bsi|through|thru)$/;

function readUntil(tokens: readonly Token[], from: number, clock: Clock): TimeSpan | null {
  const text = textFrom(tokens, from, 4);
  const begun =
    /^(?:from now (?:on )?|ab (?:jetzt|sofort) |starting now |beginning now |von jetzt (?:an )?|solange |so lange )/.exec(
      text,
    );
  const at = from + (begun ? begun[0].trim().split(' ').length : 0);
  const isUp = textFrom(tokens, at, 2) === 'up until' || textFrom(tokens, at, 2) === 'up to';
  const start = isUp ? at + 2 : untilWord.test(tokens[at]?.word ?? '') ? at + 1 : null;
  if (start === null) return null;
  let next = start;
  while (
    /^(?:einschliesslich|inklusive|about|around|ca|circa|etwa|ungefaehr|zum|zur|mindestens|at|least|latest)$/.test(
      tokens[next]?.word ?? '',
    )
  )
    next += 1;
  const moment = readMoment(tokens, start, clock) ?? readMoment(tokens, next, clock);
  if (moment !== null) return { ...moment, from, isMarked: true };
  const duration = readDuration(tokens, next);
  return duration === null
    ? null
    : { kind: 'unclear', ends: [], from, to: duration.to, isMarked: true };
}

const eternal =
  /^(?:forever|for (?:ever)|for good|for all (?:time|eternity)|indefinitely|indefinately|permanently|permanent|for an indefinite (?:time|period)|without (?:an )?end(?: date)?|open end(?:ed)?|no end(?: date)?|until further notice|unlimited|endlessly|for the foreseeable future|(?:fuer )?immer|dauerhaft|auf dauer|unbefristet|auf unbestimmte zeit|bis auf weiteres|endlos|ewig|(?:fuer|in) (?:alle )?ewigkeit|ohne (?:ende|enddatum|befristung|zeitliche begrenzung)|zeitlich unbegrenzt|unbegrenzt|fuer alle zeit)(?= |$)/;

function readEternal(tokens: readonly Token[], from: number): TimeSpan | null {
  const found = eternal.exec(textFrom(tokens, from));
  if (!found) return null;
  const to = from + found[0].split(' ').length;
  return { kind: 'end', until: 'lifted', from, to, isMarked: true };
}

const forWord =
  /^(?:(?:for|fuer|during|over|in|ueber)(?: (?:the|another|about|around|at least|up to|approximately|roughly|exactly|ca|circa|etwa|ungefaehr|rund|mindestens|maximal|hoechstens|die|den|das|der|weitere|noch))*(?: (?:next|following|coming|naechsten?|kommenden?|folgenden?))?|(?:the|die|den|within the) (?:next|following|coming|naechsten?|kommenden?)|noch|another|weitere) /;

function readFor(tokens: readonly Token[], from: number, clock: Clock): TimeSpan | null {
  const marked = forWord.exec(`${textFrom(tokens, from, 5)} `);
  if (!marked) return null;
  const words = marked[0].trim().split(' ').length;
  for (let at = from + words; at > from; at -= 1) {
    const duration = readDuration(tokens, at);
    if (duration === null) continue;
    const isLater = /^in$/.test(tokens[from]?.word ?? '');
    return spanOf(duration, from, clock, isLater);
  }
  const word = tokens[from]?.word ?? '';
  const at = from + words;
  const isNumber = tokens[at]?.kind === 'number' && /^(?:for|fuer)$/.test(word);
  if (isNumber && !startsUnit(tokens, at))
    return { kind: 'unclear', ends: [], from, to: at + 1, isMarked: true };
  const period =
    /^(?:(?:the|das|den|die) )?(?:rest of (?:the |this |my )?(?:day|week|month|shift|afternoon|morning|year)|(?:rest|restlichen?) (?:des tages|der woche|tag|woche|des monats)|day|night|weekend|week|afternoon|morning|evening|today|tag|nacht|wochenende|woche|nachmittag|abend|heute|ganzen tag|ganze woche|moment|now)(?= |$)/.exec(
      textFrom(tokens, at),
    );
  if (!period || !/^(?:for|fuer|over|ueber|during)$/.test(word)) return null;
  const to = at + period[0].split(' ').length;
  if (/now|moment/.test(period[0])) return null;
  const isLater = /weekend|wochenende/.test(period[0]);
  const ends = isLater ? weekend(clock) : dayEnds(clock);
  return { kind: isLater ? 'later' : 'unclear', ends, from, to, isMarked: true };
}

function startsUnit(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  // `for 1001-1` is a ticket, `for 4.12` a room.
  return (
    next?.text === '-' || /[.:]/.test(tokens[at]?.text ?? '') || Number(tokens[at]?.word) > 999
  );
}

function spanOf(
  { ms, to }: { readonly ms: number | null; readonly to: number },
  from: number,
  clock: Clock,
  isLater: boolean,
): TimeSpan {
  const rest = { from, to, isMarked: true };
  if (isLater) return { kind: 'later', ends: [], ...rest };
  return ms === null
    ? { kind: 'unclear', ends: [], ...rest }
    : { kind: 'end', until: instantAfter(clock.now, ms), ...rest };
}

const past =
  /^(?:(?:last|past|previous|this|earlier this) (?:week|weekend|month|year|night|quarter|\w+day|time|hour)|(?:in |over |within |during )?(?:the )?(?:last|past|previous) (?:\w+ )?(?:hours?|days?|weeks?|months?|minutes?|years?|quarters?|week|month)|yesterday|(?:earlier )?this (?:morning|afternoon|week|month)|earlier(?: today)?|recently|lately|since (?:yesterday|\w+day|last \w+|this morning|then|lunch|noon|\w+ \d+|\d+(?::\d\d)?(?: ?[ap]m)?|the weekend|when)|(?:a |an |one |two |three |\d+ )?(?:few )?(?:minutes?|hours?|days?|weeks?|months?) ago|gestern(?: (?:abend|nacht|frueh|morgen|nachmittag))?|vorgestern|(?:letzte[nrs]?|vergangene[nrs]?|vorige[nrs]?|diese[nrs]?) (?:woche|monat|jahr|nacht|wochenende|quartal|tage|\w+tag|mittwoch|stunden?|mal)|(?:in |im )?(?:den |der |dem )?(?:letzten|vergangenen) (?:\w+ )?(?:stunden?|tagen?|wochen?|monaten?|minuten?|woche|monat)|seit (?:gestern|heute|\w+tag|mittwoch|letzte[rmn]? \w+|wann|\d+ uhr|heute (?:frueh|morgen))|heute (?:frueh|morgen|vormittag)|vor (?:einer|einem|ein paar|zwei|drei|\d+) (?:stunden?|tag|tagen?|wochen?|monat|monaten|minuten?)|ueber nacht(?= passiert| war| los))(?= |$)/;

function readPast(tokens: readonly Token[], from: number): TimeSpan | null {
  const found = past.exec(textFrom(tokens, from));
  if (!found) return null;
  return { kind: 'when', from, to: from + found[0].split(' ').length, isMarked: false };
}

function dayEnds(clock: Clock): Instant[] {
  return [clock.next({ hour: 18, minute: 0 }), clock.at(addTomorrow(clock), clock.begins)];
}

function addTomorrow(clock: Clock) {
  const { year, month, day } = clock.today;
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

function weekend(clock: Clock): Instant[] {
  return [clock.at(clock.nextWeekday(1), clock.begins)];
}

const periods =
  /^(?:(?:over|during|on|at|for|this|next|am|ueber|uebers|kommendes|naechstes|dieses|fuers|an|heute|in der|in|by) )?(?:the |das |dem |kommenden |naechsten )?(?:weekend|week end|wochenende|tonight|night|nacht|nachts|overnight|ueber nacht|lunch|lunchtime|mittagspause|mittags|feiertage|feiertagen|holidays|evening|abend|abends|afternoon|nachmittag|nachmittags|next week|next month|naechste woche|naechster woche|kommende woche|naechsten monat|today|heute|whole day|all day|ganzen tag|day|tag|nachher|spaeter|later|later today|in a bit|in a while|bald|soon)(?= |$)/;

function readLater(tokens: readonly Token[], from: number, clock: Clock): TimeSpan | null {
  const word = tokens[from]?.word ?? '';
  const starts =
    /^(?:from|starting|beginning|ab|von|after|nach|between|zwischen|at|um|gegen|on|am|before|vor|by)$/.test(
      word,
    );
  const isOver = /^(?:(?:starting|beginning) (?:from|at|on|with)|erst ab|ab dem|from the) /.exec(
    `${textFrom(tokens, from, 3)} `,
  );
  const at = from + (isOver ? isOver[0].trim().split(' ').length : starts ? 1 : 0);
  const day = readDay(tokens, at, clock, false);
  if (day !== null && !(day.to === at + 1 && tokens[at]?.kind === 'number')) {
    const isGreeting =
      /^morgen$/.test(tokens[at]?.word ?? '') &&
      /^(?:gut(?:en)?|zusammen)$/.test(tokens[at - 1]?.word ?? tokens[at + 1]?.word ?? '');
    if (isGreeting) return null;
    const hour = readHour(tokens, day.to) ?? readHour(tokens, day.to + 1);
    const part = partOfDay.test(tokens[day.to]?.word ?? '') ? day.to + 1 : day.to;
    const isToday =
      /^(?:today|heute)$/.test(tokens[at]?.word ?? '') && hour === null && part === day.to;
    const to = hour?.to ?? part;
    if (isToday) return { kind: 'unclear', ends: dayEnds(clock), from, to, isMarked: starts };
    return { kind: 'later', ends: endsOfDay(day.dates, clock), from, to, isMarked: starts };
  }
  const hour = starts || isOver ? readHour(tokens, at) : null;
  if (hour !== null)
    return { kind: 'later', ends: [clock.next(hour)], from, to: hour.to, isMarked: true };
  const period = periods.exec(textFrom(tokens, from));
  if (!period || /^(?:day|tag|night|abend|evening|lunch|afternoon|the day|in)$/.test(period[0]))
    return null;
  const to = from + period[0].split(' ').length;
  const isWholeDay = /today|heute$|all day|whole day|ganzen tag/.test(period[0]);
  if (isWholeDay) return { kind: 'unclear', ends: dayEnds(clock), from, to, isMarked: false };
  const ends = /weekend|week end|wochenende/.test(period[0])
    ? weekend(clock)
    : [clock.at(addTomorrow(clock), clock.begins)];
  return { kind: 'later', ends, from, to, isMarked: false };
}

const partOfDay =
  /^(?:morning|afternoon|evening|night|noon|frueh|vormittag|mittag|nachmittag|abend|nacht)$/;

/** A duration without `for`: `snooze 1007-1 half an hour`. */
function readBareDuration(tokens: readonly Token[], from: number, clock: Clock): TimeSpan | null {
  const duration = readDuration(tokens, from);
  if (duration === null) return null;
  const last = tokens[duration.to]?.word;
  if (last === 'ago' || tokens[from - 1]?.word === 'vor')
    return { kind: 'when', from, to: duration.to + (last === 'ago' ? 1 : 0), isMarked: false };
  return { ...spanOf(duration, from, clock, false), isMarked: false };
}

const between = /^(?:from|between|von|zwischen|ab)$/;
const joins = /^(?:-|to|until|till|til|and|bis|und|through)$/;

/** `18:00-08:00`, `from 18 to 8`, `zwischen 22 und 6 Uhr`: two hours of the clock. */
function readHours(tokens: readonly Token[], from: number, _clock: Clock): TimeSpan | null {
  const isMarked = between.test(tokens[from]?.word ?? '');
  const first = readLooseHour(tokens, isMarked ? from + 1 : from);
  if (first === null || !joins.test(tokens[first.to]?.word ?? '')) return null;
  const second = readLooseHour(tokens, first.to + 1);
  if (second === null || readDuration(tokens, second.to - 1) !== null) return null;
  const isBare = first.isBare && second.isBare;
  if (isBare && !isMarked && tokens[first.to]?.text !== '-') return null;
  const bothMorning =
    isBare &&
    first.hour <= 12 &&
    second.hour <= 12 &&
    !/^(?:von|zwischen|ab)$/.test(tokens[from]?.word ?? '');
  const text = ({ hour, minute }: { hour: number; minute: number }) =>
    `${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return bothMorning
    ? { kind: 'unclear', ends: [], from, to: second.to, isMarked }
    : { kind: 'hours', start: text(first), end: text(second), from, to: second.to, isMarked };
}

function readLooseHour(tokens: readonly Token[], at: number) {
  const clear = readHour(tokens, at);
  if (clear !== null) return { ...clear, isBare: clear.isTwelve };
  const token = tokens[at];
  if (token?.kind !== 'number' || !/^\d{1,2}$/.test(token.word) || Number(token.word) > 24)
    return null;
  return { hour: Number(token.word), minute: 0, to: at + 1, isBare: true };
}

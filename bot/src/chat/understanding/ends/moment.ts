/** The end that stands after `until`: a time, an event, or words that leave a doubt. */
import type { Instant } from '@rooms-pro/core';
import type { Token } from '../text/tokens.ts';
import type { Clock } from './clock.ts';
import { readDay } from './days.ts';
import { readHour } from './hours.ts';
import { addDays, type LocalDate } from './zonedTime.ts';

/** The result, and the index after its words. `ends`: what the person may mean. */
export type Moment = { readonly to: number } & (
  | { readonly kind: 'end'; readonly until: Instant | 'recovery' | 'lifted' }
  | { readonly kind: 'unclear'; readonly ends: readonly Instant[] }
  | { readonly kind: 'past' }
);

const recovers =
  /^(?:(?:it|this|that|they|es|das|er|sie|the (?:signal|room|device|display|camera|ticket|incident|screen|microphone|speaker)|(?:der|die|das) (?:raum|signal|geraet|display|kamera|ticket|bildschirm|mikrofon|lautsprecher|stoerung)) )?(?:(?:s|is|are|ist|sind|wird|comes?|gets|has|have|hat|was|war) )?(?:been )?(?:recovers?|recovered|recovery|recovering|healthy|fixed|repaired|back|works?|working|ok|okay|fine|good|online|resolved|up|gruen|green|behoben|repariert|gesund|erholt|zur (?:behebung|genesung|erholung|wiederherstellung|reparatur|gesundung)|zum ende der stoerung|(?:sich )?(?:erholt|wieder (?:\w+ )?(?:geht|laeuft|funktioniert|gesund|da|online|ok|okay|in ordnung|gut|heil|gruen|tut|erreichbar|verbunden))|geht|laeuft|funktioniert|heil|in ordnung)(?: (?:again|hat|ist|wird|sind|wurde|has|is|to normal|online|up|healthy|to health))*(?= |$)/;
const lifted =
  /^(?:(?:i|ich|we|wir|someone|jemand|you|du) )?(?:further notice|notice|auf weiteres|weiteres|(?:auf )?widerruf|(?:es |das |sie )?(?:lift(?:ed)?|unmute|unsuppress|unsuppressed|unmuted|cancel|cancelled|revoke|revoked|remove|aufhebe|aufheben|aufgehoben|beende|widerrufe|abschalte|wieder aufhebe|manually lifted)(?: (?:it|this|wird|ist|again))?|say so|tell you|tell you otherwise|mich melde|melde|was anderes sage|etwas anderes sage|bescheid (?:sage|gebe)|it is lifted|it s lifted|its lifted|forever|ever|eternity|in alle ewigkeit|in ewigkeit|zum (?:juengsten tag|sankt nimmerleinstag))(?= |$)/;

const parts: Readonly<Record<string, 'morning' | 'noon' | 'unclear'>> = {
  morning: 'morning',
  frueh: 'morning',
  morgen: 'morning',
  vormittag: 'unclear',
  noon: 'noon',
  midday: 'noon',
  lunch: 'unclear',
  lunchtime: 'unclear',
  mittag: 'noon',
  afternoon: 'unclear',
  nachmittag: 'unclear',
  evening: 'unclear',
  abend: 'unclear',
  night: 'unclear',
  nacht: 'unclear',
  tonight: 'unclear',
  abends: 'unclear',
  mittags: 'noon',
  morgens: 'morning',
  nachmittags: 'unclear',
  vormittags: 'unclear',
};
const vagueEnds =
  /^(?:the )?(?:end of (?:the |my |this |next )?(?:business|working|work|school)? ?(?:day|week|month|year|shift|today|quarter)|eod|eob|cob|close of business|later|soon|then|next (?:week|month|year|time)|this (?:week|weekend|month|evening|afternoon|morning)|weekend|after (?:lunch|work|the weekend|the meeting)|tonight|lunch ?time|(?:ende|zum ende|zum schluss) (?:der|des|dieser|naechster|naechsten|diesen)? ?(?:woche|tages|monats|jahres|schicht|arbeitstages|arbeitstags|quartals)|(?:zum )?(?:feierabend|dienstschluss|schluss|wochenende|monatsende|jahresende|wochenende|tagesende|spaeter|bald|dahin|dann)|(?:zur )?(?:naechste|naechsten|naechster|kommende|kommenden|kommender) (?:woche|monat|jahr|zeit)|nach (?:dem|der) (?:mittag|mittagspause|pause|wochenende|meeting|besprechung|termin)|they are (?:done|finished|ready)|(?:die|der|das|the) \w+ (?:is|are|ist|sind|has|have|hat|haben)? ?(?:done|finished|fertig|gone|weg|over|vorbei|through|left|durch))(?= |$)/;

/** Reads the words after `until` or `bis`; `null`: they are no end. */
export function readMoment(tokens: readonly Token[], from: number, clock: Clock): Moment | null {
  const text = tokens
    .slice(from, from + 8)
    .map(({ word }) => word)
    .join(' ');
  const event = recovers.exec(text);
  if (event) return { kind: 'end', until: 'recovery', to: from + event[0].split(' ').length };
  const lift = lifted.exec(text);
  if (lift) return { kind: 'end', until: 'lifted', to: from + lift[0].split(' ').length };
  const vague = vagueEnds.exec(text);
  if (vague)
    return {
      kind: 'unclear',
      ends: vagueEndTimes(vague[0], clock),
      to: from + vague[0].split(' ').length,
    };
  return readTime(tokens, from, clock) ?? readBare(tokens, from);
}

function vagueEndTimes(text: string, clock: Clock): Instant[] {
  const evening = [17, 18, 20].map((hour) => clock.next({ hour, minute: 0 }));
  if (/week|woche/.test(text)) {
    const day = /next|naechst|kommend/.test(text) ? clock.nextWeekday(1) : clock.nextWeekday(5);
    return [clock.at(day, clock.begins), clock.at(day, { hour: 18, minute: 0 })];
  }
  if (/month|monat/.test(text)) {
    const { year, month } = clock.today;
    const first = { year: month === 12 ? year + 1 : year, month: (month % 12) + 1, day: 1 };
    return [clock.at(first, clock.begins)];
  }
  return /lunch|mittag|pause/.test(text) ? [clock.next({ hour: 13, minute: 0 })] : evening;
}

/** An hour and a day, in either order. */
function readTime(tokens: readonly Token[], from: number, clock: Clock): Moment | null {
  const hour = readHour(tokens, from);
  if (hour !== null) {
    const at = /^(?:on|am|of|,)$/.test(tokens[hour.to]?.word ?? '') ? hour.to + 1 : hour.to;
    const day = readDay(tokens, at, clock, true);
    if (day !== null) return atDates(day.dates, hour, day.to, clock);
    if (hour.isTwelve) {
      const other = { ...hour, hour: (hour.hour + 12) % 24 };
      const [next] = [clock.next(hour), clock.next(other)].sort();
      return next === undefined ? null : { kind: 'end', until: next, to: hour.to };
    }
    return { kind: 'end', until: clock.next(hour), to: hour.to };
  }
  const day = readDay(tokens, from, clock, true);
  if (day !== null) {
    let to = day.to;
    if (tokens[to]?.text === ',' && readHour(tokens, to + 1) !== null) to += 1;
    const time = readHour(tokens, to);
    if (time !== null) return atDates(day.dates, time, time.to, clock);
    return withPartOfDay(tokens, day.dates, to, clock);
  }
  return readPartOfDay(tokens, from, clock);
}

/** `tomorrow morning`, `morgen Mittag`, `friday afternoon`, `friday`. */
function withPartOfDay(
  tokens: readonly Token[],
  dates: readonly LocalDate[],
  at: number,
  clock: Clock,
): Moment {
  const part = parts[tokens[at]?.word ?? ''];
  if (part === undefined) return atDates(dates, null, at, clock);
  const hour = hourOfPart(tokens, at, part);
  if (hour !== null) return atDates(dates, hour, hour.to, clock);
  if (part === 'noon') return atDates(dates, { hour: 12, minute: 0 }, at + 1, clock);
  if (part === 'morning') return atDates(dates, null, at + 1, clock);
  return { kind: 'unclear', ends: endsOnDates(dates, clock), to: at + 1 };
}

/** `tomorrow morning at 7`, `morgen Abend um 8`: the part of the day makes the hour clear. */
function hourOfPart(tokens: readonly Token[], at: number, part: (typeof parts)[string]) {
  const isLate =
    part === 'unclear' &&
    /abend|evening|night|afternoon|nachmittag|nacht/.test(tokens[at]?.word ?? '');
  const time = readHour(tokens, at + 1);
  const bare = /^(?:at|um)$/.test(tokens[at + 1]?.word ?? '') ? tokens[at + 2]?.word : undefined;
  const read =
    time ??
    (/^(?:[1-9]|1[0-2])$/.test(bare ?? '') ? { hour: Number(bare), minute: 0, to: at + 3 } : null);
  if (read === null) return null;
  if (part === 'morning' && read.hour > 12) return null;
  const hour = isLate && read.hour < 12 ? read.hour + 12 : read.hour;
  return { hour, minute: read.minute, to: read.to };
}

function endsOnDates(dates: readonly LocalDate[], clock: Clock): Instant[] {
  return dates
    .flatMap((date) => [12, 15, 18].map((hour) => clock.at(date, { hour, minute: 0 })))
    .filter((end) => !clock.isPast(end));
}

/** `until the morning`, `bis heute Abend`, `freitagabend` as one word. */
function readPartOfDay(tokens: readonly Token[], from: number, clock: Clock): Moment | null {
  const at = /^(?:the|in|this|zum|heute|den)$/.test(tokens[from]?.word ?? '') ? from + 1 : from;
  const word = tokens[at]?.word ?? '';
  const joined =
    /^(?<day>[a-z]+tag|mittwoch)(?<part>morgen|frueh|vormittag|mittag|nachmittag|abend|nacht)$/.exec(
      word,
    );
  if (joined) {
    const [first] = tokens.slice(at, at + 1);
    if (first === undefined) return null;
    const named = { ...first, word: joined.groups?.['day'] ?? '' };
    const day = readDay([named], 0, clock, false);
    if (day !== null) {
      const parted = { ...first, word: joined.groups?.['part'] ?? '' };
      const moment = withPartOfDay([named, parted], day.dates, 1, clock);
      return { ...moment, to: at + 1 };
    }
  }
  const part = parts[word];
  if (part === undefined) return null;
  if (part === 'morning') return { kind: 'end', until: clock.next(clock.begins), to: at + 1 };
  if (part === 'noon')
    return { kind: 'end', until: clock.next({ hour: 12, minute: 0 }), to: at + 1 };
  return { kind: 'unclear', ends: vagueEndTimes(word, clock), to: at + 1 };
}

function atDates(
  dates: readonly LocalDate[],
  time: { readonly hour: number; readonly minute: number; readonly isTwelve?: boolean } | null,
  to: number,
  clock: Clock,
): Moment {
  const isToday = (date: LocalDate) =>
    date.day === clock.today.day && date.month === clock.today.month;
  const ends = dates.map((date) => {
    const end = clock.at(date, time ?? clock.begins);
    const isAfternoon = time?.isTwelve && isToday(date) && clock.isPast(end);
    return isAfternoon
      ? clock.at(date, { hour: ((time?.hour ?? 0) + 12) % 24, minute: time?.minute ?? 0 })
      : end;
  });
  const future = ends.filter((end) => !clock.isPast(end));
  const [only] = future;
  if (only === undefined) {
    const [first] = dates;
    // “until today” names no time: the day has begun already.
    if (time === null && first !== undefined && isToday(first))
      return { kind: 'unclear', ends: vagueEndTimes('today', clock), to };
    return { kind: 'past', to };
  }
  return dates.length === 1
    ? { kind: 'end', until: only, to }
    : { kind: 'unclear', ends: future, to };
}

/** `until 5`: an hour, a day or a number? */
function readBare(tokens: readonly Token[], from: number): Moment | null {
  const at = /^(?:the|um|zum|am|den|dem|at)$/.test(tokens[from]?.word ?? '') ? from + 1 : from;
  const token = tokens[at];
  if (token === undefined) return null;
  if (/^(?:yesterday|gestern|vorgestern|last|letzten|letzter|letzte|vorigen)$/.test(token.word)) {
    const isPair = /^(?:last|letzte[nr]?|vorigen)$/.test(token.word);
    return { kind: 'past', to: at + (isPair ? 2 : 1) };
  }
  return token.kind === 'number' ? { kind: 'unclear', ends: [], to: at + 1 } : null;
}

/** The ends that a person may mean by a day on which something begins. */
export function endsOfDay(dates: readonly LocalDate[], clock: Clock): Instant[] {
  return dates
    .flatMap((date) => [
      clock.at(date, clock.begins),
      clock.at(addDays(date, 1), { hour: 0, minute: 0 }),
    ])
    .filter((end) => !clock.isPast(end));
}

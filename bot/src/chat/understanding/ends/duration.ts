/** Durations in words: `2h30`, `half an hour`, `zwei Stunden`, `1 day and 4 hours`. */
import parseDuration from 'parse-duration';
import type { Token } from '../text/tokens.ts';
import { numberNamed } from './numbers.ts';

/** A duration and the index after its last token. `null` as length: words for an unclear length. */
export type ReadDuration = { readonly ms: number | null; readonly to: number };

const longestMs = 366 * 24 * 3_600_000;
const shortestMs = 60_000;

const unitNames: readonly (readonly [RegExp, string])[] = [
  [/^(?:m|min|mins|minutes?|minuten|minute|minuetchen|minuts?)$/, 'm'],
  [/^(?:h|hr|hrs|hours?|std|stdn|stunden?|stuendchen|houres|huors?)$/, 'h'],
  [/^(?:d|days?|tag|tage|tagen|tages|dys)$/, 'd'],
  [/^(?:w|wk|wks|weeks?|woche|wochen)$/, 'w'],
  [/^(?:fortnight)$/, 'fortnight'],
  [/^(?:months?|monat|monate|monaten)$/, 'month'],
];
/** Units in one word with their number. */
const wholeWords: Readonly<Record<string, string>> = {
  viertelstunde: '15 m',
  dreiviertelstunde: '45 m',
  halbstunde: '30 m',
};

function unitNamed(word: string | undefined): string | null {
  if (word === undefined) return null;
  return unitNames.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

/** The duration that begins at a token; `null`: none begins there. */
export function readDuration(tokens: readonly Token[], from: number): ReadDuration | null {
  const unclear = readUnclear(tokens, from);
  if (unclear !== null) return { ms: null, to: unclear };
  let text = '';
  let to = from;
  for (let next = readPart(tokens, to); next !== null; next = readPart(tokens, to)) {
    text += ` ${next.text}`;
    to = next.to;
    const joint = tokens[to];
    const after = joint && /^(?:and|und|,|&)$/.test(joint.word) ? to + 1 : to;
    if (after === to + 1 && readPart(tokens, after) === null) break;
    to = after;
  }
  if (text === '') return null;
  const half = readHalf(tokens, to);
  if (half !== null) {
    const ms = parseDuration(text.trim());
    const unit = text.trim().split(' ').at(-1) ?? 'h';
    return check((ms ?? 0) + (parseDuration(`0.5 ${unit}`) ?? 0), half);
  }
  if (tokens[to]?.word === 'lang' || tokens[to]?.word === 'long') to += 1;
  return check(parseDuration(text.trim()), to);
}

function check(ms: number | null, to: number): ReadDuration {
  const isLength = ms !== null && ms >= shortestMs && ms <= longestMs;
  return { ms: isLength ? Math.round(ms) : null, to };
}

type Part = { readonly text: string; readonly to: number };

/** A number with its unit. */
function readPart(tokens: readonly Token[], from: number): Part | null {
  const word = tokens[from]?.word ?? '';
  const alone = wholeWords[word];
  if (alone !== undefined) return { text: alone, to: from + 1 };
  return (
    readFraction(tokens, from) ??
    readClockLength(tokens, from) ??
    readCounted(tokens, from, numberNamed(word))
  );
}

function readCounted(tokens: readonly Token[], from: number, count: number | null): Part | null {
  if (count === null) return null;
  let at = from + 1;
  if (
    /^(?:ganze[nr]?|whole|full|volle[nr]?|more|weitere[nr]?|further|additional)$/.test(
      tokens[at]?.word ?? '',
    )
  )
    at += 1;
  if (wholeWords[tokens[at]?.word ?? ''] !== undefined && count === 1)
    return { text: wholeWords[tokens[at]?.word ?? ''] ?? '', to: at + 1 };
  const andHalf = readAndHalf(tokens, at);
  const unit = unitNamed(tokens[andHalf ?? at]?.word);
  if (unit === null) return null;
  const value = count + (andHalf === null ? 0 : 0.5);
  let to = (andHalf ?? at) + 1;
  if (tokens[to]?.text === '.' && /^(?:std|min|stdn)$/.test(tokens[to - 1]?.word ?? '')) to += 1;
  const minutes = tokens[to];
  const isJoined = minutes !== undefined && minutes.start === tokens[to - 1]?.end;
  if (
    unit === 'h' &&
    minutes?.kind === 'number' &&
    isJoined &&
    unitNamed(tokens[to + 1]?.word) === null
  )
    return /^\d{1,2}$/.test(minutes.word)
      ? { text: `${value} h ${minutes.word} m`, to: to + 1 }
      : null;
  return { text: inUnit(value, unit), to };
}

function inUnit(value: number, unit: string): string {
  if (unit === 'fortnight') return `${value * 14} d`;
  return unit === 'month' ? `${value * 30} d` : `${value} ${unit}`;
}

/** `two and a half hours`: the index of the unit. */
function readAndHalf(tokens: readonly Token[], from: number): number | null {
  const words = [0, 1, 2].map((nth) => tokens[from + nth]?.word);
  if (words[0] === 'and' && words[1] === 'a' && words[2] === 'half') return from + 3;
  return words[0] === '1' && tokens[from + 1]?.text === '/' && words[2] === '2' ? from + 3 : null;
}

/** `an hour and a half`, `eine Stunde und eine halbe`: the index after it. */
function readHalf(tokens: readonly Token[], from: number): number | null {
  const words = [0, 1, 2].map((nth) => tokens[from + nth]?.word).join(' ');
  return /^(?:and a half|und eine halbe)/.test(words) ? from + 3 : null;
}

/** `half an hour`, `a quarter of an hour`, `three quarters of an hour`, `eine halbe Stunde`, `1/2 hour`. */
function readFraction(tokens: readonly Token[], from: number): Part | null {
  const words = tokens.slice(from, from + 6).map(({ word }) => word);
  const text = words.join(' ');
  const found =
    /^(?:(?:a|an|eine|einen|ein|one) )?(?<part>half|halbe|halben|halbes|quarter|viertel|1 \/ 2|three quarters|drei viertel|dreiviertel)(?: (?:of|a|an))* (?<unit>\w+)/.exec(
      text,
    );
  const unit = unitNamed(found?.groups?.['unit']);
  if (!found || unit === null) return null;
  const part = found.groups?.['part'] ?? '';
  const value = /three|drei/.test(part) ? 0.75 : /quarter|viertel/.test(part) ? 0.25 : 0.5;
  return { text: inUnit(value, unit), to: from + found[0].split(' ').length };
}

/** `2:30 hours`, `2:30h`. */
function readClockLength(tokens: readonly Token[], from: number): Part | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(tokens[from]?.word ?? '') ?? [];
  if (hours === undefined || unitNamed(tokens[from + 1]?.word) !== 'h') return null;
  return { text: `${Number(hours)} h ${Number(minutes)} m`, to: from + 2 };
}

const vague =
  /^(?:(?:for|fuer)? ?)?(?:a|an|the|some|ein|eine|einen|einige|einiger|mehrere|several|few|paar|couple|bit|while|long|kurze|laengere|gewisse|unbestimmte|ne|bissl|bisschen|moment|little|short|lange)\b/;
const vagueLengths = [
  /^(?:a )?(?:few|couple|couple of|bunch of|number of|handful of) (?:more )?(?:m|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?)\b/,
  /^(?:some|several|many|x|n) (?:m|mins?|minutes?|h|hrs?|hours?|days?|weeks?|time|months?)\b/,
  /^(?:a|the) (?:little |short |long |good )?(?:while|bit|moment|sec|second|time|jiffy)\b/,
  /^(?:quite |too |very )?(?:a )?long(?: time)?\b/,
  /^(?:an? )?(?:hour|day|week|minute) or (?:two|so|three)\b/,
  /^(?:ein |die |den |der )?(?:naechsten )?(?:paar|einige|einiger|mehrere|mehreren|wenige|wenigen) (?:minuten|stunden|tage|tagen|wochen|monate)\b/,
  /^(?:eine|ne|einige|laengere|kurze|gewisse|geraume) (?:weile|zeit|zeitlang|(?:kurze |laengere |gewisse |gute )(?:weile|zeit))\b/,
  /^(?:einen|nen) (?:moment|augenblick|halben ewigkeit)\b/,
  /^(?:ein )?(?:bisschen|wenig|bissl|bissel)\b/,
  /^(?:\d+|one|two|three|four|ein|eine|zwei|drei|vier) ?(?:-|to|bis|or|oder) ?(?:\d+|two|three|four|five|zwei|drei|vier|fuenf) (?:m|min|mins|minutes?|h|hrs?|hours?|days?|weeks?|minuten|stunden|tage|tagen|wochen)\b/,
];

/** Words for a length that can be several lengths: the index after them. */
function readUnclear(tokens: readonly Token[], from: number): number | null {
  const text = tokens
    .slice(from, from + 6)
    .map(({ word }) => word)
    .join(' ');
  if (!vague.test(text) && !/^\d|^\w+ (?:-|to|bis|or|oder) /.test(text)) return null;
  for (const pattern of vagueLengths) {
    const found = pattern.exec(text);
    if (found) return from + found[0].split(' ').length;
  }
  return null;
}

/** Times of day in words: `17:00`, `5pm`, `17 Uhr 30`, `half past five`, `halb sechs`, `noon`. */

import type { Token } from '../text/tokens.ts';
import type { Hour } from './clock.ts';
import { numberNamed } from './numbers.ts';

/** A time of day, and the index after it. `isTwelve`: it can be in the morning or in the afternoon. */
export type ReadHour = Hour & { readonly isTwelve: boolean; readonly to: number };

/** The time of day at a token; `null`: no clear one. A bare number is no time of day. */
export function readHour(tokens: readonly Token[], from: number): ReadHour | null {
  const at = /^(?:at|um|gegen|by|around|circa|ca|@)$/.test(tokens[from]?.word ?? '')
    ? from + 1
    : from;
  return readNamed(tokens, at) ?? readDigits(tokens, at) ?? readInWords(tokens, at);
}

const named: Readonly<Record<string, number>> = {
  noon: 12,
  midday: 12,
  mittag: 12,
  mittags: 12,
  midnight: 0,
  mitternacht: 0,
};

function readNamed(tokens: readonly Token[], at: number): ReadHour | null {
  const hour = named[tokens[at]?.word ?? ''];
  return hour === undefined ? null : { hour, minute: 0, isTwelve: false, to: at + 1 };
}

function readDigits(tokens: readonly Token[], at: number): ReadHour | null {
  const token = tokens[at];
  const [, hours, minutes] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(token?.word ?? '') ?? [];
  if (hours === undefined) return null;
  const hour = Number(hours);
  const minute = Number(minutes ?? 0);
  if (hour > 24 || minute > 59) return null;
  const half = readHalfOfDay(tokens, at + 1);
  if (half !== null) {
    if (hour > 12 && half.isMorning) return null;
    const shift = hour > 12 ? hour : (hour % 12) + (half.isMorning ? 0 : 12);
    return { hour: shift, minute, isTwelve: false, to: half.to };
  }
  const mark = tokens[at + 1]?.word;
  if (mark === 'uhr' || (mark === 'h' && tokens[at + 1]?.start === token?.end && hour > 12)) {
    return afterUhr({ hour, minute, isTwelve: false, to: at + 2 }, tokens);
  }
  if (mark === 'o' && tokens[at + 2]?.word === 'clock')
    return { hour, minute, isTwelve: hour < 13, to: at + 3 };
  if (mark === 'oclock') return { hour, minute, isTwelve: hour < 13, to: at + 2 };
  if (minutes === undefined) return null;
  // `5.12.` is a date, and `5.12` may be one.
  const isDate = token?.text.includes('.') && minute >= 1 && minute <= 12 && hour >= 1;
  if (isDate && (minute <= 12 || mark === '.')) return null;
  return { hour: hour % 24, minute, isTwelve: false, to: at + 1 };
}

/** `17 Uhr 30`, `9 Uhr morgens`, `8 Uhr abends`. */
function afterUhr(read: ReadHour, tokens: readonly Token[]): ReadHour {
  const next = tokens[read.to];
  if (
    read.minute === 0 &&
    next?.kind === 'number' &&
    /^\d{2}$/.test(next.word) &&
    Number(next.word) < 60
  )
    return { ...read, minute: Number(next.word), to: read.to + 1 };
  if (/^(?:abends|nachmittags|nachts)$/.test(next?.word ?? '')) {
    const isNight = next?.word === 'nachts' && read.hour < 6;
    const hour = read.hour < 12 && !isNight ? read.hour + 12 : read.hour;
    return { ...read, hour: hour % 24, to: read.to + 1 };
  }
  const isMorning = /^(?:morgens|frueh|vormittags|mittags)$/.test(next?.word ?? '');
  return { ...read, hour: read.hour % 24, to: read.to + (isMorning ? 1 : 0) };
}

type Half = { readonly isMorning: boolean; readonly to: number };

/** `am`, `p.m.`, `in the morning`, `in the afternoon`, `at night`. */
function readHalfOfDay(tokens: readonly Token[], at: number): Half | null {
  const word = tokens[at]?.word ?? '';
  if (/^[ap]m$/.test(word))
    return { isMorning: word === 'am' && !isGermanAm(tokens, at), to: at + 1 };
  const marks = [0, 1, 2, 3].map((nth) => tokens[at + nth]?.word);
  if (/^[ap]$/.test(word) && marks[1] === '.' && marks[2] === 'm')
    return { isMorning: word === 'a', to: at + (marks[3] === '.' ? 4 : 3) };
  const text = tokens
    .slice(at, at + 3)
    .map((one) => one.word)
    .join(' ');
  if (/^in the morning/.test(text)) return { isMorning: true, to: at + 3 };
  if (/^(?:in the (?:afternoon|evening))/.test(text)) return { isMorning: false, to: at + 3 };
  return /^at night/.test(text) ? { isMorning: false, to: at + 2 } : null;
}

/** `um 5 am Freitag`: here `am` is a German preposition. */
function isGermanAm(tokens: readonly Token[], at: number): boolean {
  return /^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|abend|morgen|naechsten|tag)$/.test(
    tokens[at + 1]?.word ?? '',
  );
}

/** `half past five`, `quarter to six`, `halb sechs`, `viertel nach fuenf`, `five o'clock`, `fuenf Uhr`. */
function readInWords(tokens: readonly Token[], at: number): ReadHour | null {
  const text = tokens
    .slice(at, at + 5)
    .map(({ word }) => word)
    .join(' ');
  for (const { pattern, shift } of inWords) {
    const found = pattern.exec(text);
    const hour = numberNamed(found?.groups?.['hour'] ?? '');
    if (!found || hour === null || !Number.isInteger(hour) || hour < 1 || hour > 24) continue;
    const minutes = hour * 60 + shift;
    const to = at + found[0].split(' ').length;
    const isTwelve = hour < 13 && !found[0].endsWith('uhr');
    const half = readHalfOfDay(tokens, to);
    const read = { hour: Math.floor(minutes / 60) % 24, minute: minutes % 60, isTwelve, to };
    if (half === null) return read;
    const twelve = read.hour % 12;
    return { ...read, hour: twelve + (half.isMorning ? 0 : 12), isTwelve: false, to: half.to };
  }
  return null;
}

const inWords: readonly { readonly pattern: RegExp; readonly shift: number }[] = [
  { pattern: /^(?:half past|half) (?<hour>\w+)/, shift: 30 },
  { pattern: /^(?:a )?quarter past (?<hour>\w+)/, shift: 15 },
  { pattern: /^(?:a )?quarter to (?<hour>\w+)/, shift: -15 },
  { pattern: /^halb (?<hour>\w+)/, shift: -30 },
  { pattern: /^viertel nach (?<hour>\w+)/, shift: 15 },
  { pattern: /^(?:viertel vor|dreiviertel) (?<hour>\w+)/, shift: -15 },
  { pattern: /^ten past (?<hour>\w+)|^zehn nach (?<hour>\w+)/, shift: 10 },
  { pattern: /^ten to (?<hour>\w+)|^zehn vor (?<hour>\w+)/, shift: -10 },
  { pattern: /^twenty past (?<hour>\w+)|^zwanzig nach (?<hour>\w+)/, shift: 20 },
  { pattern: /^twenty to (?<hour>\w+)|^zwanzig vor (?<hour>\w+)/, shift: -20 },
  { pattern: /^(?<hour>\w+) (?:o clock|oclock)/, shift: 0 },
  { pattern: /^(?<hour>\w+) uhr/, shift: 0 },
];

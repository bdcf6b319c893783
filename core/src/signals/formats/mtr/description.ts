/**
 * Parses the event log's `Description`, as real devices write it: `Name status : Value.` sentences in any
 * order, values with colons and dots in them, prose directly after a value, and sentences without a status.
 * `mtrEvent.ts` interprets the result.
 */
import type { RawReading } from '../../../telemetry.ts';
import { sanitizeText } from '../../../text/deviceText.ts';
import { signalNamed } from './components.ts';

/** One status sentence. `value` ends at the next sentence and contains any prose in between. */
export type Status = {
  readonly name: string;
  /** `null` when no component has this name. */
  readonly signal: RawReading['signal'] | null;
  readonly value: string;
};

export type Description = {
  readonly statuses: readonly Status[];
  /** The number of configured displays; `null` when it is absent or contradictory. */
  readonly configuredDisplays: number | null;
  /** The number of displays found; `null` when it is absent or contradictory. */
  readonly realDisplays: number | null;
};

const statusMark = /\bstatus[ \n]?:/gi;
const countSentence =
  /\b(configured|real)[ \n]display[ \n]count[ \n]is[ \n]?:?[ \n]?(\d{1,9})(?!\d|\.\d)[ \n]?\.?/gi;
const valueWord =
  /^[ \n:]*(?:healthy|unhealthy|not ?applicable|connected|connecting|disconnected|[a-z]+error|unknown)(?=[ \n,])/i;

/** Parses a description in time linear in its length. */
export function parseDescription(text: string): Description {
  const counts = { configured: new Set<number>(), real: new Set<number>() };
  const statements = sanitizeText(text).replace(
    countSentence,
    (_, which: string, count: string) => {
      counts[which.toLowerCase() === 'real' ? 'real' : 'configured'].add(Number(count));
      return '';
    },
  );
  return {
    statuses: findStatuses(statements),
    configuredDisplays: onlyOne(counts.configured),
    realDisplays: onlyOne(counts.real),
  };
}

function onlyOne(counts: ReadonlySet<number>): number | null {
  const [count] = counts;
  return counts.size === 1 && count !== undefined ? count : null;
}

function findStatuses(text: string): Status[] {
  const found: (Omit<Status, 'value'> & { readonly from: number; readonly valueFrom: number })[] =
    [];
  let from = 0;
  let followsValue = true;
  for (const mark of text.matchAll(statusMark)) {
    // Each part of the text is examined once: from the previous mark to this one.
    const named = nameAtEndOf(text.slice(from, mark.index), from === 0, followsValue);
    const valueFrom = mark.index + mark[0].length;
    if (named !== null) found.push({ ...named, from: from + named.from, valueFrom });
    followsValue = named !== null;
    from = valueFrom;
  }
  return found.map(({ name, signal, valueFrom }, index) => ({
    name,
    signal,
    value: text.slice(valueFrom, found[index + 1]?.from ?? text.length),
  }));
}

type Named = Omit<Status, 'value'> & { readonly from: number };

/**
 * The name at the end of the text before a `status :`. A name starts with its sentence, so that `My Camera`
 * is not `Camera`. Where a full stop is missing, the name starts after a value word, or (only known names)
 * after a comma, a colon or a line break. `null`: the `status :` is part of the value before it, as in
 * `Exchange status : HTTP status : 401.`
 */
function nameAtEndOf(text: string, opensText: boolean, followsValue: boolean): Named | null {
  const afterWord = followsValue ? (valueWord.exec(text)?.[0].length ?? -1) : -1;
  const sentence = Math.max(lastSentenceStart(text), afterWord, opensText ? 0 : -1);
  const clause = Math.max(...[',', ':', '\n'].map((mark) => text.lastIndexOf(mark))) + 1;
  for (const from of [sentence, clause]) {
    const signal = from < 0 ? null : signalNamed(text.slice(from));
    if (signal !== null) return { name: text.slice(from).trim(), signal, from };
  }
  if (sentence < 0) return null;
  return { name: text.slice(sentence).trim(), signal: null, from: sentence };
}

function lastSentenceStart(text: string): number {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (!'.!?;'.includes(text.charAt(at))) continue;
    const isDecimalPoint = /^\d\.\d$/.test(text.slice(Math.max(0, at - 1), at + 2));
    if (!isDecimalPoint) return at + 1;
  }
  return -1;
}

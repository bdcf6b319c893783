/** Compares what the chat understood with what a line of a phrasing set expects. */
import { z } from 'zod';

const slots = z.record(z.string(), z.unknown());

/** One line of a set: what a person writes, and what a careful colleague would understand. */
export const phrasing = z.object({
  say: z.string(),
  lang: z.enum(['en', 'de']),
  context: z.object({ ticket: z.string().optional(), before: z.string().optional() }).optional(),
  intent: z.string(),
  slots,
  changes: z.boolean(),
  accept: z.array(z.string()).optional(),
});
export type Phrasing = z.output<typeof phrasing>;

/** One line of the output of `npm run ask`. */
export const understood = z.object({
  intent: z.string(),
  slots,
  changes: z.boolean(),
  answer: z.string().min(1),
});
export type Understood = z.output<typeof understood>;

/** The faults of one answer; all false: the answer is right. */
export type Score = {
  readonly isWrongChange: boolean;
  readonly isFalseAnswer: boolean;
  readonly isIntentWrong: boolean;
  readonly areSlotsWrong: boolean;
};

/** The slots that say where an answer is about. */
const placeSlots = ['place', 'places', 'room', 'rooms', 'floor', 'group', 'not'] as const;
const listIntents = new Set(['status', 'incidents', 'rooms', 'room', 'digest', 'reports']);

/** Scores one answer. */
export function score(expected: Phrasing, actual: Understood): Score {
  const isAsExpected = actual.intent === expected.intent;
  const isAccepted = isAsExpected || (expected.accept ?? []).includes(actual.intent);
  const areSlotsRight = isAccepted && (!isAsExpected || haveSlots(expected.slots, actual.slots));
  const changesOther = actual.changes && expected.changes && !areSlotsRight;
  return {
    isWrongChange: (actual.changes && !expected.changes) || changesOther,
    isFalseAnswer: listIntents.has(actual.intent) && !isSamePlace(expected, actual),
    isIntentWrong: !isAccepted,
    areSlotsWrong: !areSlotsRight,
  };
}

function haveSlots(expected: Phrasing['slots'], actual: Phrasing['slots']): boolean {
  return Object.entries(expected).every(([name, value]) => {
    if (isSame(name, value, actual[name])) return true;
    // A ticket may also be named by its room and signal.
    const isOneWay = name === 'ticket' || name === 'room' || name === 'signal';
    if (!isOneWay || expected['ticket'] === undefined) return false;
    return actual['ticket'] === expected['ticket'] || actual['room'] === expected['room'];
  });
}

function isSame(name: string, expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'string' && typeof actual === 'string') {
    if (name === 'until' && expected.includes('T'))
      return Date.parse(expected) === Date.parse(actual);
    if (name === 'reason' || name === 'notes') return isSameText(expected, actual);
    return expected === actual;
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((one) => actual.includes(one))
    );
  }
  if (
    typeof expected === 'object' &&
    expected !== null &&
    typeof actual === 'object' &&
    actual !== null
  ) {
    return Object.entries(expected).every(([key, value]) =>
      isSame(key, value, Reflect.get(actual, key)),
    );
  }
  return expected === actual;
}

/** People's own words: case, punctuation and a leading “because” do not count; a few small words may be more. */
function isSameText(expected: string, actual: string): boolean {
  const [one, other] = [expected, actual].map(plainWords);
  return (
    one === other ||
    (other?.includes(one ?? '') === true && other.length <= (one?.length ?? 0) + 25)
  );
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/<[^>]*>/g, '')
    .replace(/^because\s+/, '')
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether an answer with a list is about the place of the question. */
function isSamePlace(expected: Phrasing, actual: Understood): boolean {
  if (expected.intent === 'clarify' || expected.intent === 'unknown') {
    return (expected.accept ?? []).includes(actual.intent);
  }
  return placeSlots.every((name) => {
    const [wanted, got] = [expected.slots[name], actual.slots[name]];
    return wanted === undefined ? got === undefined || name === 'room' : isSame(name, wanted, got);
  });
}

/** The end of an order: the time that counts, and the doubts about it. */

import type { Doubt, UntilSlot } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { TimeSpan } from './findEnds.ts';

type End = {
  readonly until: UntilSlot | undefined;
  readonly doubt: Doubt | null;
  readonly used: readonly TimeSpan[];
};

/** The end: the one of the order, else the one at the end of the reason. */
export function readEnd(sentence: Sentence, inOrder: (index: number) => boolean): End {
  const own = sentence.times.filter(({ from, kind }) => inOrder(from) && kind !== 'when');
  const all = sentence.times.filter(({ kind }) => kind !== 'when');
  const late = all.filter(
    (time) =>
      !inOrder(time.from) &&
      (time.isMarked || isAfterComma(time, sentence) || isBeforeVerb(time, sentence)) &&
      time.kind !== 'later',
  );
  const times = own.length > 0 ? own : late.slice(0, 1);
  const [time, ...more] = times;
  if (time === undefined) return { until: undefined, doubt: null, used: [] };
  const said = saidIn(time, sentence);
  const doubt = doubtOf(time, said);
  const until = time.kind === 'end' ? time.until : undefined;
  const isSame = more.every((other) => other.kind === 'end' && other.until === until);
  const correction = correctionOf(sentence, times, inOrder);
  if (correction !== null) more.push(correction);
  if (more.length > 0 && (!isSame || correction !== null)) {
    const ends = [...times].flatMap((one) =>
      one.kind === 'end' ? [one.until] : 'ends' in one ? one.ends : [],
    );
    const instants = ends.filter((end) => end !== 'recovery' && end !== 'lifted');
    const text = times.map((one) => saidIn(one, sentence)).join(', ');
    return {
      until: undefined,
      doubt: { kind: 'howLong', said: text, ends: instants },
      used: times,
    };
  }
  return { until, doubt, used: times };
}

/** `for 2h, no wait, 3h`: a second end that contradicts the first one. */
function correctionOf(
  sentence: Sentence,
  used: readonly TimeSpan[],
  inOrder: (index: number) => boolean,
) {
  const marks =
    /\b(?:no wait|wait|sorry|i mean|rather|make (?:it|that)|actually|no|nein|doch|ich meine|besser|halt|lieber|quatsch)\b[\s,.:]*$/i;
  return (
    sentence.times.find(
      (time) =>
        time.kind === 'end' &&
        !used.includes(time) &&
        !inOrder(time.from) &&
        marks.test(sentence.text.slice(0, sentence.tokens[time.from]?.start ?? 0)),
    ) ?? null
  );
}

/** `wegen Wartung 4 Stunden stummschalten`: a duration directly before the verb belongs to it. */
function isBeforeVerb({ to, kind }: TimeSpan, sentence: Sentence): boolean {
  return kind === 'end' && sentence.conceptsAt(to).includes('suppress');
}

function isAfterComma({ from }: TimeSpan, { tokens }: Sentence): boolean {
  return tokens[from - 1]?.text === ',';
}

/** The words of a time as written. */
export function saidIn({ from, to }: TimeSpan, { text, tokens }: Sentence): string {
  return text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
}

/** The doubt about a time; `null`: it is an end. */
export function doubtOf(time: TimeSpan, said: string): Doubt | null {
  switch (time.kind) {
    case 'end':
      return null;
    // `mute it this afternoon`: not an end, and nothing that may be dropped.
    case 'when':
      return { kind: 'laterStart', said, ends: [] };
    case 'past':
      return { kind: 'pastEnd', said };
    case 'later':
      return { kind: 'laterStart', said, ends: time.ends };
    case 'hours':
      return { kind: 'laterStart', said, ends: [] };
    case 'unclear':
      return { kind: 'howLong', said, ends: time.ends };
  }
}

/** Signals of a room as targets: `the camera in Borealis`. */

import type { Doubt, Slots } from '../meaning.ts';
import type { SignalSpan } from '../names/findSignals.ts';
import type { Sentence } from '../sentence.ts';
import type { World } from '../world.ts';

/** A target as slots, with the reason why it is not clear. */
export type Aim = {
  readonly slots: Slots;
  readonly doubt: Doubt | null;
  readonly isEmpty: boolean;
};

/** The signal of a room: its ticket, else the signal itself. */
export function withSignal(
  slots: Slots,
  room: number,
  signals: readonly SignalSpan[],
  world: World,
): Omit<Aim, 'isEmpty'> {
  const [span] = signals;
  if (span === undefined) return { slots, doubt: null };
  const fitting = world.ticketsOf(room).filter(({ signal, state }) => {
    const isOpen = state === 'needsAction' || state === 'systemInvestigating';
    return isOpen && fits(signal, span);
  });
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1)
    return { slots: { ...slots, ticket: only.number, signal: only.signal }, doubt: null };
  if (span.signal === null || span.signal === 'display')
    return { slots, doubt: { kind: 'whichTicket' } };
  return { slots: { ...slots, signal: span.signal }, doubt: null };
}

/** Whether a signal is the one that a word names: `display` names `display:1`. */
export function fits(signal: string, span: SignalSpan): boolean {
  if (span.signal === null)
    return signalsOf[span.category]?.some((prefix) => signal.startsWith(prefix)) ?? false;
  if (signal === span.signal) return true;
  if (span.signal === 'display') return /^display:\d/.test(signal);
  return span.category === 'audio' && /speaker/.test(span.signal) && /speaker/.test(signal);
}

const signalsOf: Readonly<Record<string, readonly string[]>> = {
  audio: ['conference-', 'default-speaker', 'microphone-', 'speaker-'],
  display: ['display'],
  camera: ['camera', 'content-camera'],
  signin: ['signin'],
  storage: ['disk'],
  connection: ['connection', 'network', 'wifi'],
  proximity: ['proximity', 'bluetooth'],
};

/** `either 1001-1 or 1003-2`: one of several targets. */
export function hasChoice({ tokens }: Sentence, aim: readonly number[]): boolean {
  return tokens.some(
    ({ word }, at) =>
      /^(?:or|oder)$/.test(word) && aim.includes(at + 1) && aim.some((index) => index < at),
  );
}

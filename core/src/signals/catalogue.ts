/** All signals: their instances, their order, and the meeting modes in which they apply. */
import { type MeetingMode, type SignalId, type SignalType, signalTypes } from '../words.ts';

const lastDisplay = 16;
const everySignal: readonly SignalId[] = [
  ...signalTypes.filter((type) => type !== 'display'),
  'display:console',
  ...Array.from({ length: lastDisplay }, (_, index): SignalId => `display:${index + 1}`),
];
/** Signals by their text. Each signal is always the same string object, so that comparisons are fast. */
const signalByText: ReadonlyMap<string, SignalId> = new Map(everySignal.map((id) => [id, id]));

/** The signal that a text names, or `null`. Displays are numbered from 1 to 16, or `console`. */
export function parseSignalId(text: string): SignalId | null {
  return signalByText.get(text) ?? null;
}

/** The type of a signal, which determines its rule. */
export function signalTypeOf(signal: SignalId): SignalType {
  return signal.startsWith('display:') ? 'display' : (signal as SignalType);
}

/** The instance part of a signal: `1`, `console`; `null` for a signal with a single instance. */
export function signalInstance(signal: SignalId): string | null {
  return signal.startsWith('display:') ? signal.slice('display:'.length) : null;
}

/**
 * Whether a signal applies in a room of this meeting mode. A Teams-only room never has a Skype incident,
 * even if its device reports one.
 */
export function appliesIn(mode: MeetingMode, signal: SignalId): boolean {
  if (signal === 'signin-teams') return mode !== 'sfb';
  if (signal === 'signin-skype') return mode !== 'teams';
  return true;
}

/**
 * Every signal that a room normally has, in the order of the screens. The list contains the touch panel
 * even before its first report, because each room has one.
 */
export function expectedSignals(expectedDisplays: number, mode: MeetingMode): SignalId[] {
  const displays = Array.from(
    { length: Math.max(1, expectedDisplays) },
    (_, index): SignalId => `display:${index + 1}`,
  );
  const others = signalTypes.filter((type) => type !== 'display') as SignalId[];
  return [...displays, 'display:console' as const, ...others].filter((signal) =>
    appliesIn(mode, signal),
  );
}

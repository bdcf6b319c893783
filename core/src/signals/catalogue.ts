/** Which signals there are: their instances, how they are ordered, and where they apply. */
import { type MeetingMode, type SignalId, type SignalType, signalTypes } from '../words.ts';

const lastDisplay = 16;
const everySignal: readonly SignalId[] = [
  ...signalTypes.filter((type) => type !== 'display'),
  'display:console',
  ...Array.from({ length: lastDisplay }, (_, index): SignalId => `display:${index + 1}`),
];
/** By its text; the signal is always the same string, which is found in rooms without comparing. */
const signalByText: ReadonlyMap<string, SignalId> = new Map(everySignal.map((id) => [id, id]));

/** The signal that a text names, or `null`. Displays are numbered from 1 to 16, or `console`. */
export function parseSignalId(text: string): SignalId | null {
  return signalByText.get(text) ?? null;
}

/** The type of a signal, which its rule goes by. */
export function signalTypeOf(signal: SignalId): SignalType {
  return signal.startsWith('display:') ? 'display' : (signal as SignalType);
}

/** What tells this instance from its siblings: `1`, `console`; `null` where there is only one. */
export function signalInstance(signal: SignalId): string | null {
  return signal.startsWith('display:') ? signal.slice('display:'.length) : null;
}

/**
 * Whether a signal means anything in a room of this meeting mode. A Teams-only room never has a
 * Skype incident, whatever its device says.
 */
export function appliesIn(mode: MeetingMode, signal: SignalId): boolean {
  if (signal === 'signin-teams') return mode !== 'sfb';
  if (signal === 'signin-skype') return mode !== 'teams';
  return true;
}

/**
 * Every signal a room can be expected to have, in the order people read them. The touch panel is one of
 * them before it ever reports: each room has one.
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

/** The items that the Monitoring Software makes itself. */
import { clip, type TelemetryItem, telemetryLimits } from '@rooms-pro/core/contracts';

export type DeviceItem = Extract<TelemetryItem, { form: 'device' }>;
export type ReadingItem = Extract<TelemetryItem, { form: 'reading' }>;
export type ResultItem = Extract<TelemetryItem, { form: 'command-result' }>;

/** What is known of the device that is no signal; what is not known is left out. */
export type DeviceFacts = {
  readonly appVersion?: string | undefined;
  readonly osVersion?: string | undefined;
  readonly ipAddress?: string | undefined;
};

/** One observation of a signal by the Monitoring Software. */
export type Observation = {
  readonly signal: string;
  readonly state: ReadingItem['state'];
  readonly detail?: string;
};

/** The heartbeat's item. */
export function deviceItem(
  facts: DeviceFacts,
  inMeeting: boolean | null,
  observedAt: string,
): DeviceItem {
  const known = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, plain(value, 64)] as const],
  );
  const clipped = Object.fromEntries(known);
  return { form: 'device', observedAt, ...clipped, ...(inMeeting === null ? {} : { inMeeting }) };
}

/** A reading as an item. */
export function readingItem(
  { signal, state, detail = '' }: Observation,
  observedAt: string,
): ReadingItem {
  return { form: 'reading', signal, state, detail: clipDetail(detail), observedAt };
}

/** What became of a command, as an item. */
export function resultItem(
  id: string,
  outcome: ResultItem['outcome'],
  detail: string,
  observedAt: string,
): ResultItem {
  return { form: 'command-result', id, outcome, detail: clipDetail(detail), observedAt };
}

function clipDetail(text: string): string {
  return plain(text, telemetryLimits.detailCharacters);
}

/** Controls, ends of lines, and marks that turn the direction of a text. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** Names of devices and programs come from outside: one line, and no character in part. */
function plain(text: string, most: number): string {
  return clip(text.toWellFormed().replaceAll(controls, ' ').trim(), most);
}

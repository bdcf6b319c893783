/** The items that the Monitoring Software creates. */
import { clip, type TelemetryItem, telemetryLimits } from '@rooms-pro/core/contracts';

export type DeviceItem = Extract<TelemetryItem, { form: 'device' }>;
export type ReadingItem = Extract<TelemetryItem, { form: 'reading' }>;
export type ResultItem = Extract<TelemetryItem, { form: 'command-result' }>;

/** Facts of the device that are not signals; unknown facts are absent. */
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

/** Creates the item of a heartbeat. */
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

/** Creates the item of a reading. */
export function readingItem(
  { signal, state, detail = '' }: Observation,
  observedAt: string,
): ReadingItem {
  return { form: 'reading', signal, state, detail: clipDetail(detail), observedAt };
}

/** Creates the item with the result of a command. */
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

/** Control characters, line ends, and marks that change the direction of a text. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** Cleans a text from outside, such as a device name: one line, without broken characters, limited in length. */
function plain(text: string, most: number): string {
  return clip(text.toWellFormed().replaceAll(controls, ' ').trim(), most);
}

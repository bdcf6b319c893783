/** How the clocks of devices are wrong. Times are milliseconds of the scenario; offsets are added to them. */
import { days, hours, minutes } from './times.ts';

export const clockKinds = [
  'right',
  'dayAhead',
  'setBackByADay',
  'dayBehind',
  'twoMinutesBehind',
  'drifting',
] as const;
export type ClockKind = (typeof clockKinds)[number];

/** Out of the ten rooms of a floor, which clocks are wrong. */
const kindsOfAFloor: readonly ClockKind[] = [
  'right',
  'dayAhead',
  'setBackByADay',
  'right',
  'dayBehind',
  'twoMinutesBehind',
  'drifting',
  'right',
  'right',
  'right',
];

/** The clock of the room with this number. */
export function clockOfRoom(index: number): ClockKind {
  return kindsOfAFloor[index % kindsOfAFloor.length] ?? 'right';
}

/** What the device's clock shows at a time, as the difference to the true time. */
export function offsetAt(kind: ClockKind, atMs: number, spanMs: number): number {
  switch (kind) {
    case 'right':
      return 0;
    case 'dayAhead':
      return days(1);
    case 'setBackByADay':
      return atMs < spanMs / 2 ? 0 : -days(1);
    case 'dayBehind':
      return -days(1);
    case 'twoMinutesBehind':
      return -minutes(2);
    case 'drifting':
      return Math.round(atMs * driftRate);
  }
}

/** A minute fast in each hour. */
const driftRate = minutes(1) / hours(1);

/** From when on the clock is so wrong that people must see it; `null`: it never is. */
export function wrongFrom(kind: ClockKind, spanMs: number): number | null {
  switch (kind) {
    case 'right':
    case 'twoMinutesBehind':
      return null;
    case 'dayAhead':
    case 'dayBehind':
      return 0;
    case 'setBackByADay':
      return spanMs / 2;
    case 'drifting':
      return minutes(toleranceMinutes) / driftRate;
  }
}

/** A clock is reported as wrong from here on. */
const toleranceMinutes = 5;

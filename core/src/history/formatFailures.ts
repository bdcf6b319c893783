/** Sentences about failures that repeat. */
import { formatDuration } from '../wording/time.ts';
import type { FailurePattern, RepeatedFailure } from './repeatedFailures.ts';

const weekdays = [
  'Sundays',
  'Mondays',
  'Tuesdays',
  'Wednesdays',
  'Thursdays',
  'Fridays',
  'Saturdays',
];

/** `Failed 5 times, typically 7 days apart.` */
export function formatRepeatedFailure({ count, typicalGapMs }: RepeatedFailure): string {
  const times = count === 2 ? 'twice' : `${count} times`;
  return `Failed ${times}, typically ${formatDuration(typicalGapMs)} apart.`;
}

/** `Mostly on Mondays, between 08:00 and 11:00 (Europe/Lisbon).`; `null`: the failures have no pattern. */
export function formatPattern(pattern: FailurePattern, timeZone: string): string | null {
  const { hours } = pattern;
  const days = pattern.weekdays.map((day) => weekdays[day]).join(' and ');
  if (days === '' && hours === null) return null;
  const on = days === '' ? '' : ` on ${days}`;
  if (hours === null) return `Mostly${on} (${timeZone}).`;
  const between = `between ${formatHour(hours.from)} and ${formatHour(hours.to)}`;
  return `Mostly${on}${on === '' ? ' ' : ', '}${between} (${timeZone}).`;
}

function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

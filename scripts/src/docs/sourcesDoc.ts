/** Draws which source reports which signal, and with what delay, for the page `docs/rules.md`. */
import {
  categories,
  defaultRules,
  formatDuration,
  type Reported,
  ruleFor,
  type SignalId,
  signalLabel,
  signalSources,
  signalTypes,
  sourceFacts,
} from '@rooms-pro/core';

/** Every signal as sources report it, by category. */
export const reportedSignals: readonly Reported[] = signalTypes
  .flatMap((type): Reported[] => (type === 'display' ? ['display:all', 'display:console'] : [type]))
  .toSorted((one, other) => placeOf(one) - placeOf(other));

function idOf(signal: Reported): SignalId {
  return signal === 'display:all' ? 'display:1' : signal;
}

function placeOf(signal: Reported): number {
  return categories.indexOf(ruleFor(defaultRules, idOf(signal)).category);
}

/** The section, as lines. */
export function drawSources(): string[] {
  const labels = signalSources.map((source) => sourceFacts[source].label);
  return [
    '## Which source reports a signal, and with what delay',
    '',
    'This table comes from `core/src/signals/sources.ts`; the product uses the same data. A delay is the longest',
    'time between a change in the room and its arrival at the platform, while everything is connected. The',
    'rule’s own time before an incident opens is added. `meeting-app` by heartbeat events is the exception:',
    'missing events have already lasted for the rule’s time, so the incident opens immediately. The delay of',
    'the event log starts when the app writes the event, and is that of our Monitoring Software; a gateway may',
    'be slower.',
    '',
    `| signal | called | ${labels.join(' | ')} |`,
    `|${'---|'.repeat(labels.length + 2)}`,
    ...reportedSignals.map(drawSignal),
    '',
    'A room has a source if its devices really sent data of it:',
    '',
    '| source | what it needs |',
    '|---|---|',
    ...signalSources.map(
      (source) => `| ${sourceFacts[source].label} | ${sourceFacts[source].needs} |`,
    ),
    '',
    'A signal that no source of a room can report is *not watched* in that room. The product shows it as *not',
    'watched*, not as healthy or unknown. A gateway may send any signal as a `reading`; a reported signal is',
    'watched. The signals without any source need the records of completed meetings.',
  ];
}

function drawSignal(signal: Reported): string {
  const label =
    signal === 'display:all' ? 'Display 1, 2 …' : signalLabel(defaultRules, idOf(signal));
  const delays = signalSources.map((source) => sayDelay(sourceFacts[source].delayMs[signal]));
  const name = signal === 'display:all' ? '`display:1`, `display:2` …' : `\`${signal}\``;
  return `| ${name} | ${label} | ${delays.join(' | ')} |`;
}

function sayDelay(ms: number | undefined): string {
  if (ms === undefined) return '-';
  return ms === 0 ? 'immediately' : formatDuration(ms);
}

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
    '## Who reports a signal, and with what delay',
    '',
    'Drawn from `core/src/signals/sources.ts`, which the product asks as well. A delay is the longest time',
    'between a change in the room and the platform knowing it, while everything is connected; the time',
    'that the rule waits before an incident opens comes on top. `meeting-app` by heartbeat events is the',
    'exception: what is missing has lasted for the rule’s time already, so the incident opens at once. The',
    'delay of the event log counts from the time when the app writes the event, with our Monitoring',
    'Software; a gateway may be slower.',
    '',
    `| signal | called | ${labels.join(' | ')} |`,
    `|${'---|'.repeat(labels.length + 2)}`,
    ...reportedSignals.map(drawSignal),
    '',
    'A room has a source by what its devices really sent:',
    '',
    '| source | what it takes |',
    '|---|---|',
    ...signalSources.map(
      (source) => `| ${sourceFacts[source].label} | ${sourceFacts[source].needs} |`,
    ),
    '',
    'A signal that no source of a room can report is *not watched* there: the product shows it as that,',
    'and not as healthy or unknown. A gateway may send any signal as a `reading`: what it has reported is',
    'watched. The signals without any source wait for the records of completed meetings.',
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
  return ms === 0 ? 'at once' : formatDuration(ms);
}

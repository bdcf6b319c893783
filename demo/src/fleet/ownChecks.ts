/**
 * What the Monitoring Software on a simulated device finds by its own checks, beside the app's events:
 * every signal that it checks on a real one, in its own words.
 */
import type { Observation } from '@rooms-pro/agent';
import { appVersionOf, appVersions, type Condition } from './events.ts';

/** What works on every simulated device. */
const well: readonly Observation[] = (
  [
    'event-log',
    'display:console',
    'bluetooth',
    'default-credentials',
    'nightly-restart',
    'os-version',
    'windows-update',
    'disk-health',
    'wifi-only',
  ] as const
).map((signal) => ({ signal, state: 'healthy' }));

/** One observation of each signal that the device checks by itself. */
export function ownChecks(condition: Condition): readonly Observation[] {
  const { hasAppStopped, isDiskFull, isAppOutdated } = condition;
  return [
    observe(
      'meeting-app',
      !hasAppStopped,
      'The Teams Rooms app is not running in the session of the signed-in user.',
    ),
    observe('disk-space', !isDiskFull, '2.1 GB free (2 %).'),
    observe(
      'app-version',
      !isAppOutdated,
      `Version ${appVersionOf(condition)}; at least ${appVersions.current} is asked for.`,
    ),
    ...well,
  ];
}

function observe(signal: string, isWell: boolean, detail: string): Observation {
  return isWell ? { signal, state: 'healthy' } : { signal, state: 'unhealthy', detail };
}

/**
 * The results of the Monitoring Software's checks on a simulated device, in addition to the app's events:
 * all signals that it checks on a real device, with the same texts.
 */
import type { Observation } from '@rooms-pro/agent';
import { appVersionOf, appVersions, type Condition } from './events.ts';

/** The signals that are healthy on every simulated device. */
const healthyObservations: readonly Observation[] = (
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

/** Returns one observation of each signal that the Monitoring Software checks. */
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
      `Version ${appVersionOf(condition)}; the minimum is ${appVersions.current}.`,
    ),
    ...healthyObservations,
  ];
}

function observe(signal: string, isHealthy: boolean, detail: string): Observation {
  return isHealthy ? { signal, state: 'healthy' } : { signal, state: 'unhealthy', detail };
}

/** What the Monitoring Software on a simulated device finds by its own checks, beside the app's events. */
import type { Observation } from '@rooms-pro/agent';
import { appVersionOf, appVersions, type Condition } from './events.ts';

/** One observation of each signal that the device checks by itself. */
export function ownChecks(condition: Condition): readonly Observation[] {
  const { hasAppStopped, isDiskFull, isAppOutdated } = condition;
  return [
    observe('meeting-app', !hasAppStopped, 'The heartbeat of the app has stopped.'),
    observe('disk-space', !isDiskFull, '2.1 GB free (2 %).'),
    observe(
      'app-version',
      !isAppOutdated,
      `Version ${appVersionOf(condition)}; at least ${appVersions.current} is asked for.`,
    ),
  ];
}

function observe(signal: string, isWell: boolean, detail: string): Observation {
  return isWell ? { signal, state: 'healthy' } : { signal, state: 'unhealthy', detail };
}

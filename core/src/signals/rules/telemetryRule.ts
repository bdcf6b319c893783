/** The default members of the rules for signals from telemetry. */

import { minutes } from './durations.ts';
import type { Rule } from './rule.ts';

/** On, resolved by telemetry alone, watched for 15 minutes after a response, no misconfiguration. */
export const telemetryRule: Pick<
  Rule,
  'isMisconfiguration' | 'watchForMs' | 'resolvedBy' | 'isOn'
> = {
  isMisconfiguration: false,
  watchForMs: minutes(15),
  resolvedBy: 'telemetry',
  isOn: true,
};

/** The rule for weak protection of the device. */

import { hours } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

/** The rule for a password as delivered. It never becomes important: meetings work all the same. */
export const defaultCredentialsRule: Rule = {
  ...telemetryRule,
  type: 'default-credentials',
  category: 'security',
  label: 'Default credentials',
  severity: 'warning',
  opensAfterMs: hours(2),
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'Anyone in the room who knows the password from the factory can change the device.',
  description:
    'The local administrator of the device still has the password it was delivered with.',
  causes: [
    'The password was not changed when the room was set up.',
    'The device was restored to the state it was delivered in.',
    'The device is not covered by the policy that sets passwords of local administrators.',
  ],
  resolutions: [
    'Give the local administrator a strong password of its own.',
    'Let Windows LAPS set and renew the password if the device is joined to Entra ID or a domain.',
    'Make the change of password a step of setting up a room.',
  ],
  recommendedAction:
    'Sign in to the device as the local administrator and set a long password that no other device has. Store it where your technicians find it. Do not touch the local account that runs the app: it signs in by itself, and a password there would keep the app from starting.',
  adviceByDetail: [
    {
      whenDetailHas: ['camera', 'web page', 'peripheral', 'processor', 'codec'],
      recommendedAction:
        'A peripheral of this room still has the password it was delivered with. Open its settings page from the network, set a strong password there, and keep the page unreachable from guest networks.',
    },
  ],
  remediations: [],
};

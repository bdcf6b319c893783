/** Rules whose texts are still to be written. */
import type { Category, Severity, SignalType } from '../../words.ts';
import type { Rule } from '../rule.ts';
import { days, hours, minutes } from './durations.ts';
import { telemetryRule } from './telemetryRule.ts';

function sketch(
  type: SignalType,
  category: Category,
  severity: Severity,
  over: Partial<Rule>,
): Rule {
  return {
    ...telemetryRule,
    type,
    category,
    label: type,
    severity,
    opensAfterMs: hours(2),
    investigateForMs: 0,
    escalatesAfterMs: severity === 'warning' ? days(7) : null,
    impact: '',
    description: '',
    causes: [],
    resolutions: [],
    recommendedAction: '',
    adviceByDetail: [],
    remediations: [],
    ...over,
  };
}

const selection: Partial<Rule> = { opensAfterMs: minutes(5), isMisconfiguration: true };

export const pendingRules = {
  'microphone-selection': sketch('microphone-selection', 'audio', 'warning', selection),
  'speaker-selection': sketch('speaker-selection', 'audio', 'warning', selection),
  'camera-selection': sketch('camera-selection', 'camera', 'warning', selection),
  bluetooth: sketch('bluetooth', 'proximity', 'warning', {}),
  'meeting-app': sketch('meeting-app', 'app', 'important', {
    opensAfterMs: minutes(10),
    investigateForMs: minutes(60),
    remediations: ['restartApp', 'restartDevice'],
  }),
  'app-version': sketch('app-version', 'software', 'warning', {
    investigateForMs: minutes(60),
    remediations: ['update'],
  }),
  'os-version': sketch('os-version', 'software', 'warning', {
    investigateForMs: minutes(60),
    remediations: ['update'],
  }),
  'windows-update': sketch('windows-update', 'software', 'warning', {}),
  'nightly-restart': sketch('nightly-restart', 'software', 'warning', {}),
  'time-drift': sketch('time-drift', 'software', 'warning', {}),
  'disk-space': sketch('disk-space', 'storage', 'important', {
    investigateForMs: minutes(30),
    remediations: ['cleanUp'],
  }),
  'disk-health': sketch('disk-health', 'storage', 'important', {}),
  'default-credentials': sketch('default-credentials', 'security', 'warning', {
    escalatesAfterMs: null,
  }),
  'wifi-only': sketch('wifi-only', 'connection', 'warning', { opensAfterMs: minutes(5) }),
  reported: sketch('reported', 'report', 'important', { opensAfterMs: 0, resolvedBy: 'person' }),
} as const;

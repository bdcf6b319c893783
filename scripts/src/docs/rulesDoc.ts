/** Draws the page `docs/rules.md` from the rules of core, so that both always agree. */
import {
  categoryLabels,
  defaultRules,
  formatDuration,
  type Remediation,
  type Rule,
  type RuleSettings,
  ruleFor,
  severityLabels,
} from '@rooms-pro/core';
import { ruleSettingsLimits } from '@rooms-pro/core/contracts';
import { drawSources } from './sourcesDoc.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const remediationLabels: Readonly<Record<Remediation, string>> = {
  restartApp: 'restart app',
  restartDevice: 'restart device',
  cleanUp: 'clean up',
  update: 'update',
  collectLogs: 'collect logs',
};

/** The example of the page. A test reads it with the reader of settings. */
export const exampleSettings: RuleSettings = {
  version: 4,
  deployment: {
    rules: {
      network: { isOn: false },
      'time-drift': { opensAfterMs: 30 * minute },
    },
    remediation: { allowedHours: { from: '20:00', to: '06:00' } },
  },
  groups: {
    Boardrooms: {
      rules: {
        'content-camera': { severity: 'warning' },
        camera: {
          opensAfterMs: 2 * minute,
          recommendedAction: 'Call the service desk, extension 4711: somebody comes at once.',
          adviceByDetail: [],
        },
      },
    },
    'Wi-Fi rooms': { rules: { 'wifi-only': { isOn: false } } },
  },
};

/** The whole page, as text. */
export function drawRules(): string {
  const rules = Object.values(defaultRules.byType);
  return [
    '# Rules',
    '',
    'Generated from `core/src/signals/rules/` by `node scripts/src/check.ts --write`; do not edit.',
    `These are the product’s own rules, version ${defaultRules.version}.`,
    '',
    '| signal | called | category | severity | opens after | investigates | becomes important after | the platform may try | impact |',
    `|${'---|'.repeat(9)}`,
    ...rules.map((rule) => drawRule(`\`${rule.type}\``, rule)),
    drawRule('`display:console`', ruleFor(defaultRules, 'display:console')),
    '',
    '*Misconfigured* beside the severity means that the fault is in the configuration of the room.',
    `A person resolves a \`reported\` incident; telemetry resolves every other incident. After a response,`,
    `the platform watches telemetry for ${watchTimes(rules)}, and then reports whether the fix worked.`,
    'The recommended action of each rule, also for particular details, is in `core/src/signals/rules/`.',
    '',
    ...drawSources(),
    '',
    '## The platform’s own timings',
    '',
    '| what | setting | value | for room groups |',
    '|---|---|---|---|',
    ...drawTimings(),
    '',
    ...drawSettings(),
    '',
  ].join('\n');
}

function drawRule(signal: string, rule: Rule): string {
  const { category, severity, isMisconfiguration, remediations } = rule;
  const cells = [
    signal,
    rule.label,
    categoryLabels[category],
    `${severityLabels[severity]}${isMisconfiguration ? ', misconfigured' : ''}`,
    rule.opensAfterMs === 0 ? 'at once' : formatDuration(rule.opensAfterMs),
    rule.investigateForMs === 0 ? '-' : formatDuration(rule.investigateForMs),
    becomesImportant(rule),
    remediations.map((one) => remediationLabels[one]).join(', then ') || '-',
    rule.impact,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function becomesImportant({ severity, escalatesAfterMs }: Rule): string {
  if (severity === 'important') return '-';
  return escalatesAfterMs === null ? 'never' : formatDuration(escalatesAfterMs);
}

function watchTimes(rules: readonly Rule[]): string {
  return [...new Set(rules.map(({ watchForMs }) => formatDuration(watchForMs)))].join(' or ');
}

const { flapping, remediation, outage } = defaultRules;
const { from, to } = remediation.allowedHours;

/** What each setting of the platform means, and its value as people say it. */
const timings: readonly (readonly [setting: string, what: string, value: number | string])[] = [
  [
    'disconnectedAfterMs',
    'a room without telemetry is disconnected after',
    defaultRules.disconnectedAfterMs,
  ],
  ['closesAfterMs', 'a resolved ticket closes after', defaultRules.closesAfterMs],
  ['flapping.changes', 'flapping: more changes than', flapping.changes],
  ['flapping.withinMs', 'flapping: within', flapping.withinMs],
  ['flapping.quietForMs', 'flapping: ends without a change for', flapping.quietForMs],
  ['remediation.attemptsPerDay', 'attempts of a kind in a room a day', remediation.attemptsPerDay],
  ['remediation.allowedHours', 'hours of the room’s day', from === to ? 'any' : `${from}-${to}`],
  ['remediation.resultWithinMs', 'a result is expected within', remediation.resultWithinMs],
  ['remediation.watchForMs', 'wait for readings before the next attempt', remediation.watchForMs],
  ['remediation.meetingNewsMs', 'the report “no meeting” is valid for', remediation.meetingNewsMs],
  ['outage.rooms', 'outage: rooms of one place', outage.rooms],
  ['outage.withinMs', 'outage: disconnected within', outage.withinMs],
  ['outage.scopes', 'outage: places looked at', outage.scopes.join(', ')],
  ['remindBeforeMs', 'reminder before a suppression ends', defaultRules.remindBeforeMs],
];

function drawTimings(): string[] {
  const rows = timings.map(([setting, what, value]) => {
    const forGroups = /^(disconnected|outage)/.test(setting) ? 'no' : 'yes';
    const said =
      setting.endsWith('Ms') && typeof value === 'number' ? formatDuration(value) : String(value);
    return `| ${what} | \`${setting}\` | ${said} | ${forGroups} |`;
  });
  const off = formatDuration(defaultRules.clockSkewMs);
  const silent = formatDuration(defaultRules.heartbeat.silentAfterMs);
  return [
    ...rows,
    `| the app’s heartbeat events are missing after | - | ${silent} | no |`,
    `| an error of a device’s clock is reported above | - | ${off} | no |`,
  ];
}

function drawSettings(): string[] {
  const { opensAfterMs, textCharacters, remediations, groups } = ruleSettingsLimits;
  return [
    '## Override rules',
    '',
    'Settings override these values for the deployment and for room groups. A value that they do not',
    'contain stays as above. Durations are milliseconds.',
    '',
    '```json',
    JSON.stringify(exampleSettings, null, 2),
    '```',
    '',
    '- These values of a rule can be overridden: `label`, `severity`, `opensAfterMs`, `investigateForMs`,',
    '  `escalatesAfterMs` (`null`: never), `impact`, `description`, `causes`, `resolutions`,',
    '  `recommendedAction`, `adviceByDetail`, `remediations`, `isMisconfiguration`, `watchForMs`',
    '  and `isOn`. If a rule is off, its signal is stored and shown, and opens no incident.',
    '- A room group overrides the deployment. If a room is in several groups with settings, they apply',
    '  in the written order, and the last one wins (names that are whole numbers come first,',
    '  ascending).',
    '- A verdict contains the version of its rule: the product’s, the settings’ and the room groups’, as',
    `  in \`${defaultRules.version}+${exampleSettings.version} (Boardrooms)\`.`,
    '- Advice for a particular detail replaces `recommendedAction`. With an empty `adviceByDetail`, only your',
    '  own sentence is shown. Texts of `display` are those of the displays at the front of the room; the',
    '  touch panel keeps its own.',
    `- An important rule that you change to a warning becomes important after ${formatDuration(7 * day)}, unless you`,
    '  set `escalatesAfterMs`.',
    `- \`opensAfterMs\` is at most ${formatDuration(opensAfterMs)}, a text has at most ${textCharacters} characters, a rule at most`,
    `  ${remediations} remediations, each once, and at most ${groups} groups have settings.`,
    '- `default-credentials` never becomes important. Whether telemetry or a person resolves an incident',
    '  cannot be changed.',
    '- A document with faults is rejected as a whole. The response lists each fault with its position.',
  ];
}

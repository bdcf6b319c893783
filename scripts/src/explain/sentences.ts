/** Formats an explanation for a terminal. */
import {
  defaultRules,
  type Explanation,
  type Fact,
  type MeetingMode,
  recommendedActionFor,
  ruleFor,
  type SignalId,
  signalLabel,
} from '@rooms-pro/core';

type Format = NonNullable<Explanation['format']>;

const formatNames: Readonly<Record<Format, string>> = {
  reading: 'A reading in our own form',
  'mtr-event': 'An event of the Teams Rooms log',
  'graph-health': 'The health of a device, from Microsoft Graph',
  'graph-device': 'A device, from Microsoft Graph',
  'graph-devices': 'A list of devices, from Microsoft Graph',
  'graph-activity': 'The peripherals in use on a device, from Microsoft Graph',
  'graph-configuration': 'The configuration of a device, from Microsoft Graph',
  'graph-operation': 'An operation on a device, from Microsoft Graph',
  'device-state': 'A device state alert of the Teams admin centre',
  device: 'What the Monitoring Software says of its device',
  'command-result': 'The result of a command',
  envelope: 'A telemetry message',
};

const modeNames: Readonly<Record<MeetingMode, string>> = {
  teams: 'Teams meetings only',
  sfb: 'Skype for Business meetings only',
  both: 'Teams and Skype for Business meetings',
};

const stateNames = {
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  notApplicable: 'not applicable',
} as const;

/** Formats the whole explanation of a payload as lines of text. */
export function formatExplanation(
  explanation: Explanation,
  facts: readonly Fact[],
  mode: MeetingMode,
): string {
  const { format } = explanation;
  const title =
    format === null
      ? 'This payload is in no format that is known here.'
      : `${formatNames[format]}, as read for a room with ${modeNames[mode]}.`;
  const parts = [
    [title],
    format === null ? [] : sayReadings(explanation),
    sayFacts(facts),
    format === null ? [] : sayTickets(explanation),
    sayRejected(explanation),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function sayReadings({ readings }: Explanation): string[] {
  if (readings.length === 0) return ['It says nothing about the health of any signal.'];
  const labels = readings.map(({ signal }) => signalLabel(defaultRules, signal));
  const width = Math.max(...labels.map((label) => label.length));
  const lines = readings.map(({ state, detail }, index) => {
    const label = (labels[index] ?? '').padEnd(width);
    return `  ${label}  ${stateNames[state].padEnd(14)}  ${detail}`.trimEnd();
  });
  return ['It says:', ...lines, 'Every other signal stays as it is.'];
}

function sayFacts(facts: readonly Fact[]): string[] {
  return facts.map(sayFact);
}

function sayFact(fact: Fact): string {
  switch (fact.kind) {
    case 'restarted':
      return 'The app was restarted: that is counted and changes no health.';
    case 'software':
      return `${softwareNames[fact.what]} is version ${fact.version}.`;
    case 'meeting':
      return fact.inMeeting ? 'A meeting is on.' : 'No meeting is on.';
    case 'heartbeat':
      return 'The app wrote a heartbeat event: the Meeting app is healthy as long as these go on.';
    case 'format':
      return 'It comes from a source of the platform.';
    case 'address':
      return `The device has the address ${fact.address}.`;
    case 'result':
      return `Command ${fact.id} has ${fact.outcome}. ${fact.detail}`.trim();
  }
}

const softwareNames = {
  app: 'The app',
  os: 'The operating system',
  agent: 'The Monitoring Software',
} as const;

function sayTickets({ tickets, readings }: Explanation): string[] {
  if (tickets.length === 0) return ['No incident would open.'];
  const lines = tickets.flatMap((signal) => {
    const rule = ruleFor(defaultRules, signal);
    const detail = latestDetail(readings, signal);
    return [
      `  ${signalLabel(defaultRules, signal)} (${signal}), ${rule.severity}`,
      `    What to do: ${recommendedActionFor(rule, detail)}`,
    ];
  });
  const last = tickets.includes('connection') ? [frozen] : [];
  return ['In an enrolled room, once confirmed, an incident would open for:', ...lines, ...last];
}

const frozen = 'While a device is disconnected, every other signal is kept as last known.';

function latestDetail(readings: Explanation['readings'], signal: SignalId): string {
  return (
    readings.findLast((one) => one.signal === signal && one.state === 'unhealthy')?.detail ?? ''
  );
}

function sayRejected({ rejected }: Explanation): string[] {
  if (rejected.length === 0) return [];
  const lines = rejected.map(
    ({ pointer, reason }) => `  ${pointer === '' ? 'the payload' : pointer}: ${reason}`,
  );
  return ['Could not be read:', ...lines];
}

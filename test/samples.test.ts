/** Telemetry as published by others: what each sample must produce, checked where the samples are. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  defaultRules,
  deviceStateDevice,
  explain,
  factsIn,
  graphDevices,
  type MeetingMode,
  recommendedActionFor,
  ruleFor,
} from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../shared/samples/', import.meta.url));
const isThere = existsSync(folder);

const read = (name: string): unknown => JSON.parse(readFileSync(folder + name, 'utf8'));

/** All that is said of a sample, each reading as `signal state (detail)`. */
function tell(payload: unknown, mode: MeetingMode) {
  const { readings, rejected, tickets } = explain(payload, mode);
  expect(rejected).toEqual([]);
  const said = readings.map(
    ({ signal, state, detail }) => `${signal} ${state}${detail === '' ? '' : ` (${detail})`}`,
  );
  return { said, tickets };
}

const healthy = (...signals: string[]) => signals.map((signal) => `${signal} healthy`);

type Expected = {
  readonly said: readonly string[];
  readonly tickets: readonly string[];
  /** Where a room for Teams meetings only differs. */
  readonly inTeams?: { readonly said: readonly string[]; readonly tickets: readonly string[] };
};

const skypeNotUsed = 'signin-skype notApplicable';
const counted = '0 of 2 displays found';

const expectedOf: Readonly<Record<string, Expected>> = {
  'mtr-eventlog-2000.json': {
    said: healthy('network', 'signin-exchange', 'signin-teams', 'signin-skype'),
    tickets: [],
    inTeams: {
      said: [...healthy('network', 'signin-exchange', 'signin-teams'), skypeNotUsed],
      tickets: [],
    },
  },
  'mtr-eventlog-2001.json': {
    said: [...healthy('network', 'signin-exchange', 'signin-teams'), 'signin-skype unhealthy'],
    tickets: ['signin-skype'],
    inTeams: {
      said: [...healthy('network', 'signin-exchange', 'signin-teams'), skypeNotUsed],
      tickets: [],
    },
  },
  'mtr-eventlog-2001-aadsts50076.json': {
    said: [
      'network healthy',
      'signin-exchange unhealthy (80131500 : AADSTS50076)',
      'signin-teams unhealthy',
      skypeNotUsed,
    ],
    tickets: ['signin-exchange', 'signin-teams'],
  },
  'mtr-eventlog-3000.json': {
    said: healthy(
      'display:1',
      'conference-microphone',
      'conference-speaker',
      'default-speaker',
      'camera',
      'content-camera',
      'hdmi-ingest',
      'proximity-sensor',
    ),
    tickets: [],
  },
  'mtr-eventlog-3001.json': {
    said: [
      `display:1 unhealthy (${counted})`,
      `display:2 unhealthy (${counted})`,
      'conference-microphone unhealthy',
      ...healthy('conference-speaker', 'default-speaker', 'camera'),
    ],
    tickets: ['display:1', 'display:2', 'conference-microphone'],
  },
  'mtr-eventlog-3001-audio.json': {
    said: [
      'display:1 healthy',
      'conference-microphone unhealthy',
      'conference-speaker unhealthy',
      'default-speaker unhealthy',
      ...healthy('camera', 'content-camera', 'hdmi-ingest', 'proximity-sensor'),
    ],
    tickets: ['conference-microphone', 'conference-speaker', 'default-speaker'],
  },
  'mtr-eventlog-3001-display.json': {
    said: [
      'display:1 unhealthy',
      ...healthy('conference-microphone', 'conference-speaker', 'default-speaker', 'camera'),
      ...healthy('content-camera', 'hdmi-ingest', 'proximity-sensor'),
    ],
    tickets: ['display:1'],
  },
  'mtr-eventlog-3001-hdmi.json': {
    said: [
      'display:1 unhealthy',
      ...healthy('conference-microphone', 'conference-speaker', 'default-speaker', 'camera'),
      'content-camera healthy',
      'hdmi-ingest unhealthy',
      'proximity-sensor healthy',
    ],
    tickets: ['display:1', 'hdmi-ingest'],
  },
  'mtr-eventlog-4000.json': { said: [], tickets: [] },
  'graph-teamworkDevice-get.response.json': { said: ['connection healthy'], tickets: [] },
  'graph-teamworkDevice-list.response.json': {
    said: healthy('connection', 'connection'),
    tickets: [],
  },
  'graph-teamworkDeviceActivity-get.response.fixed.json': { said: [], tickets: [] },
  'graph-teamworkDeviceConfiguration-get.response.json': { said: [], tickets: [] },
  'graph-teamworkDeviceOperation-get.response.json': { said: [], tickets: [] },
  'graph-teamworkDeviceHealth-get.response.json': {
    said: graphHealth('signin-skype healthy'),
    tickets: ['connection'],
    inTeams: { said: graphHealth(skypeNotUsed), tickets: ['connection'] },
  },
};

function graphHealth(skype: string): string[] {
  return [
    'connection unhealthy (Disconnected)',
    ...healthy('signin-exchange', 'signin-teams'),
    skype,
    'display:1 unhealthy (Disconnected)',
    'display:2 notApplicable (Optional, and not connected)',
    ...healthy('conference-microphone', 'conference-speaker', 'default-speaker'),
    'camera unhealthy (Disconnected)',
    'hdmi-ingest healthy',
  ];
}

describe.skipIf(!isThere)('published samples (skipped where ../shared/samples is absent)', () => {
  it.each(Object.entries(expectedOf))('%s', (name, { said, tickets, inTeams }) => {
    const payload = read(name);
    expect(tell(payload, 'both')).toEqual({ said, tickets });
    expect(tell(payload, 'teams')).toEqual(inTeams ?? { said, tickets });
  });

  it('are all of them known here', () => {
    const elsewhere = ['SOURCES.md', 'tac-device-state-webhook.schema.json'];
    const names = readdirSync(folder).filter((name) => !elsewhere.includes(name));
    const others = names.filter((name) => !Object.hasOwn(expectedOf, name));
    expect(others.every((name) => name.endsWith('.txt'))).toBe(true);
  });

  it('name multi-factor authentication where that is the cause', () => {
    const { readings } = explain(read('mtr-eventlog-2001-aadsts50076.json'), 'teams');
    const detail = readings.find(({ signal }) => signal === 'signin-exchange')?.detail ?? '';
    const action = recommendedActionFor(ruleFor(defaultRules, 'signin-exchange'), detail);
    expect(action).toMatch(/multi-factor authentication/i);
  });

  it('count a restart', () => {
    const facts = factsIn(read('mtr-eventlog-4000.json'));
    expect(facts.filter(({ kind }) => kind === 'restarted')).toHaveLength(1);
  });

  it('tell two devices of one uniqueId apart', () => {
    const list = read('graph-teamworkDevice-list.response.json') as Record<string, unknown>;
    expect(new Set(graphDevices(list).map(({ id }) => id)).size).toBe(2);
  });

  it('say since when a device is disconnected, once the placeholders are filled in', () => {
    const template = readFileSync(`${folder}tac-device-state-webhook.template.txt`, 'utf8');
    const filled = template
      .replaceAll(/: *\*(\w+)\* *,/g, ': "6f1d0b9e-0001-4c62-9a53-$1",')
      .replaceAll(/\*(\w+)\*/g, '$1');
    const alert = JSON.parse(filled) as Record<string, unknown>;
    expect(tell(alert, 'both')).toEqual({
      said: ['connection unhealthy (offline)'],
      tickets: ['connection'],
    });
    expect(deviceStateDevice(alert)).toBe('6f1d0b9e-0001-4c62-9a53-Device_GUID');
  });

  it('are refused with the place of the fault when they are no JSON', () => {
    const file = `${folder}graph-teamworkDeviceActivity-get.response.invalid.txt`;
    const script = fileURLToPath(new URL('../scripts/src/explain.ts', import.meta.url));
    const run = spawnSync(process.execPath, [script, '--json', file], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('line 26 column 5');
    expect(JSON.parse(run.stdout)).toEqual({
      format: null,
      readings: [],
      rejected: [{ pointer: '', reason: expect.stringContaining('line 26 column 5') }],
      tickets: [],
    });
  });
});

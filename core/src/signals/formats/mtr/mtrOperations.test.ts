/** The meaning of an event by its operation, its result and its displays; and properties of every event. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuredDisplays, readMtrEvent } from './mtrEvent.ts';

const at = '2026-03-02T07:15:00.000Z';

function readingsOf(event: Record<string, unknown>): string[] {
  return readMtrEvent(event, at).readings.map(
    ({ signal, state, detail }) => `${signal} ${state}${detail === '' ? '' : ` (${detail})`}`,
  );
}

const check = (Description: string, OperationResult = 'Fail') => ({
  OperationName: 'HardwareCheckEngine',
  OperationResult,
  Description,
});

const ofHeartbeat = ['network', 'signin-exchange', 'signin-teams', 'signin-skype'];
const ofHardwareCheck = [
  'display:all',
  'conference-microphone',
  'conference-speaker',
  'default-speaker',
  'camera',
  'content-camera',
  'hdmi-ingest',
  'proximity-sensor',
];

describe('a passed operation', () => {
  it.each([
    ['Heartbeat', ofHeartbeat],
    ['heartbeat ', ofHeartbeat],
    ['HardwareCheckEngine', ofHardwareCheck],
    ['HARDWARECHECKENGINE', ofHardwareCheck],
  ])('%s shows its own components to be healthy, and no others', (OperationName, signals) => {
    const expected = signals.map((signal) => `${signal} healthy`);
    const event = { OperationName, OperationResult: 'pass' };
    expect(readingsOf(event)).toEqual(expected);
    expect(readingsOf({ ...event, Description: `${OperationName} is healthy.` })).toEqual(expected);
  });

  it('has less weight than a named component', () => {
    const Description = 'Exchange status : GeneralError. Signin status: NotApplicable.';
    expect(
      readingsOf({ OperationName: 'Heartbeat', OperationResult: 'Pass', Description }),
    ).toEqual([
      'network healthy',
      'signin-exchange unhealthy (GeneralError)',
      'signin-teams healthy',
      'signin-skype notApplicable',
    ]);
  });

  it('has no reading of a component that is still connecting', () => {
    const Description = 'Exchange status : Connecting.';
    const event = { OperationName: 'Heartbeat', OperationResult: 'Pass', Description };
    expect(readingsOf(event)).toEqual(
      ['network', 'signin-teams', 'signin-skype'].map((one) => `${one} healthy`),
    );
  });

  it('is not decided by an event id or a resource state', () => {
    const event = {
      OperationName: 'Heartbeat',
      OperationResult: 'Pass',
      EventID: 2001,
      ResourceState: 'Unhealthy',
    };
    expect(readingsOf(event)).toHaveLength(4);
  });
});

describe('displays in the front of the room', () => {
  const unhealthy = 'Front of Room Display status : Unhealthy.';
  const counts = (configured: number | string, real: number | string) =>
    `Configured display count is ${configured}. Real display count is ${real}.`;

  it.each([
    ['healthy', 'Front of Room Display status : Healthy.', ['display:all healthy']],
    [
      'healthy with counts',
      `Front of Room Display status : Healthy. ${counts(2, 2)}`,
      ['display:all healthy'],
    ],
    [
      'not applicable',
      'Front of Room Display status : NotApplicable.',
      ['display:all notApplicable'],
    ],
    ['no counts', unhealthy, ['display:1 unhealthy']],
    [
      '0 of 2',
      `${unhealthy} ${counts(2, 0)}`,
      [
        'display:1 unhealthy (0 of 2 displays found)',
        'display:2 unhealthy (0 of 2 displays found)',
      ],
    ],
    [
      '1 of 3',
      `${unhealthy} ${counts(3, 1)}`,
      [
        'display:1 healthy',
        'display:2 unhealthy (1 of 3 displays found)',
        'display:3 unhealthy (1 of 3 displays found)',
      ],
    ],
    [
      'counts before the status',
      `${counts(2, 1)} ${unhealthy}`,
      ['display:1 healthy', 'display:2 unhealthy (1 of 2 displays found)'],
    ],
    [
      'counts glued together',
      'Front of Room Display status: Unhealthy.Configured display count is 1.Real display count is 0.',
      ['display:1 unhealthy (0 of 1 displays found)'],
    ],
    [
      'counts in any case',
      `${unhealthy} CONFIGURED  Display Count\tis 1. real display count is: 0`,
      ['display:1 unhealthy (0 of 1 displays found)'],
    ],
    [
      'prose and counts',
      'Front of Room Display status : Unhealthy. Look at the cable. Configured display count is 1. Real display count is 0.',
      ['display:1 unhealthy (0 of 1 displays found. Look at the cable.)'],
    ],
    ['counts that contradict the status', `${unhealthy} ${counts(2, 2)}`, ['display:1 unhealthy']],
    ['more than there should be', `${unhealthy} ${counts(1, 3)}`, ['display:1 unhealthy']],
    ['none set up', `${unhealthy} ${counts(0, 0)}`, ['display:1 unhealthy']],
    ['an absurd count', `${unhealthy} ${counts(17, 0)}`, ['display:1 unhealthy']],
    [
      'a count of ten digits',
      `${unhealthy} ${counts(9_999_999_999, 0)}`,
      ['display:1 unhealthy (Configured display count is 9999999999.)'],
    ],
    [
      'half a display',
      `${unhealthy} ${counts('2.5', 0)}`,
      ['display:1 unhealthy (Configured display count is 2.5.)'],
    ],
    ['one count only', `${unhealthy} Real display count is 0.`, ['display:1 unhealthy']],
    [
      'two counts that differ',
      `${unhealthy} ${counts(2, 0)} ${counts(3, 0)}`,
      ['display:1 unhealthy'],
    ],
    [
      'named twice',
      `${unhealthy} Front of Room Display status : Healthy.`,
      ['display:1 unhealthy'],
    ],
  ])('%s', (_, description, expected) => {
    expect(readingsOf(check(description))).toEqual(expected);
  });

  it('accepts 16 displays', () => {
    expect(readingsOf(check(`${unhealthy} ${counts(16, 15)}`))).toHaveLength(16);
  });

  it('does not add the counts to the details of other components', () => {
    const event = check(`${unhealthy} Camera status : Unhealthy. ${counts(1, 0)}`);
    expect(readingsOf(event)).toEqual([
      'display:1 unhealthy (0 of 1 displays found)',
      'camera unhealthy',
    ]);
  });

  it('returns the number of configured displays', () => {
    expect(configuredDisplays(check(counts(3, 1)))).toBe(3);
    expect(configuredDisplays(check(counts(0, 0)))).toBeNull();
    expect(configuredDisplays(check(counts(400, 1)))).toBeNull();
    expect(configuredDisplays({ Description: 3 })).toBeNull();
  });
});

describe('facts', () => {
  const restart = {
    OperationName: 'Restart',
    OperationResult: 'Pass',
    Description: 'App restarts.',
  };

  it('include a restart, which changes no health', () => {
    expect(readMtrEvent(restart, at)).toEqual({
      readings: [],
      facts: [{ kind: 'restarted', at }],
      rejected: [],
    });
  });

  it('include versions', () => {
    const { facts, rejected } = readMtrEvent(
      { ...restart, AppVersion: ' 5.3.112.0 ', OSVersion: '10.0.22631.1' },
      at,
    );
    expect(rejected).toEqual([]);
    expect(facts).toContainEqual({ kind: 'software', what: 'app', version: '5.3.112.0' });
    expect(facts).toContainEqual({ kind: 'software', what: 'os', version: '10.0.22631.1' });
  });

  it.each([undefined, null, '', '  '])('include no version for %j', (AppVersion) => {
    const { facts, rejected } = readMtrEvent({ ...restart, AppVersion }, at);
    expect([facts.length, rejected]).toEqual([1, []]);
  });

  it.each([5, {}, ['5'], 'v'.repeat(65), '5\n3', '5\u0000'])(
    'rejects the version %j and no more',
    (AppVersion) => {
      const { facts, rejected } = readMtrEvent({ ...restart, AppVersion }, at);
      expect(facts).toHaveLength(1);
      expect(rejected.map(({ pointer }) => pointer)).toEqual(['/AppVersion']);
    },
  );
});

describe('an undecidable event', () => {
  const good = {
    OperationName: 'Heartbeat',
    OperationResult: 'Fail',
    Description: 'Network status : Unhealthy.',
  };

  it.each([
    ['/OperationName', { OperationName: undefined }],
    ['/OperationName', { OperationName: 7 }],
    ['/OperationName', { OperationName: 'Lunch' }],
    ['/OperationName', { OperationName: '__proto__' }],
    ['/OperationResult', { OperationResult: undefined }],
    ['/OperationResult', { OperationResult: true }],
    ['/OperationResult', { OperationResult: 'Perhaps' }],
    ['/Description', { Description: undefined }],
    ['/Description', { Description: null }],
    ['/Description', { Description: ['Network status : Unhealthy.'] }],
    ['/Description', { OperationResult: 'Pass', Description: 5 }],
  ])('%s in %j is rejected, and nothing is read', (pointer, wrong) => {
    const { readings, facts, rejected } = readMtrEvent({ ...good, ...wrong, AppVersion: '1' }, at);
    expect([readings, facts, rejected.map((part) => part.pointer)]).toEqual([[], [], [pointer]]);
  });
});

describe('always', () => {
  const pieces = fc.constantFrom(
    'Camera',
    ' ',
    'status',
    ':',
    '.',
    'Unhealthy',
    'Healthy',
    '\n',
    'Exchange',
    ' status : ',
    '0',
    'Configured display count is ',
    '\u0000',
    '🙈',
  );
  const descriptions = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  );

  it('returns clean and short texts for any description', () => {
    fc.assert(
      fc.property(descriptions, fc.constantFrom('Pass', 'Fail'), (Description, OperationResult) => {
        for (const OperationName of ['Heartbeat', 'HardwareCheckEngine', 'Restart', Description]) {
          const { readings, rejected } = readMtrEvent(
            { OperationName, OperationResult, Description },
            at,
          );
          for (const { detail } of readings) {
            expect(detail.length).toBeLessThanOrEqual(500);
            expect(detail).not.toMatch(/\p{Cc}/u);
          }
          expect(new Set(readings.map(({ signal }) => signal)).size).toBe(readings.length);
          expect(rejected.length).toBeLessThanOrEqual(11);
        }
      }),
    );
  });

  it('accepts any members', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('OperationName', 'OperationResult', 'Description', 'AppVersion'),
          fc.anything(),
        ),
        (event) => {
          expect(readMtrEvent(event, at).readings.length).toBeLessThanOrEqual(12);
        },
      ),
    );
  });

  it('reads the same in any order', () => {
    const sentences = [
      'Network status : Healthy.',
      'Exchange status : 80070005 : AADSTS50053.',
      'Signin status: Unhealthy.The password is old. Ask.',
      'Teams Signin status: NotApplicable.',
      'Camera status : Unhealthy.',
      'Content Camera status : Healthy.',
      'Front of Room Display status : Unhealthy.',
      'Configured display count is 3.',
      'Real display count is 1.',
    ];
    const expected = readMtrEvent(check(sentences.join(' ')), at);
    expect(expected.readings).toHaveLength(9);
    fc.assert(
      fc.property(fc.shuffledSubarray(sentences, { minLength: sentences.length }), (shuffled) => {
        expect(readMtrEvent(check(shuffled.join(' ')), at)).toEqual(expected);
      }),
    );
  });

  // A parser with backtracking would need minutes for these texts, not milliseconds:
  // the time limit of the test runner is the only limit here.
  it.each([
    ' ',
    '\n',
    '.',
    ':',
    ',',
    'status',
    'status :',
    'status : ',
    'a status : ',
    'Camera status : ',
    'Exchange status : a status : ',
    'Configured display count is ',
    'Configured display count is 1',
    '1.',
    'aerror',
    '\u200b',
    '\u0000',
    '\ud83d',
    'not ',
    'Unhealthy ',
  ])('reads 64 kB of %j', (piece) => {
    const flood = piece.repeat(Math.floor(65_000 / piece.length));
    for (let round = 0; round < 20; round += 1) {
      expect(() => readMtrEvent(check(flood), at)).not.toThrow();
      const { readings } = readMtrEvent(check(`Camera status : Unhealthy. ${flood}`), at);
      expect(readings).toContainEqual(
        expect.objectContaining({ signal: 'camera', state: 'unhealthy' }),
      );
    }
  });
});

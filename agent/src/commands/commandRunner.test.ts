/** A command runs only once, also after repeats and crashes, and only when it is allowed. */
import { describe, expect, it } from 'vitest';
import { persistInMemory } from '../durable.ts';
import type { ResultItem } from '../loop/items.ts';
import { type CommandOutcome, openCommandRunner } from './commandRunner.ts';
import { type LedgerEntry, openLedger, parseLedger } from './ledger.ts';

const at = '2026-11-22T08:00:00.000Z';
const later = '2026-11-22T08:10:00.000Z';

/** A device with a ledger that stays when the command runner is created again. */
function createDevice() {
  const keep = persistInMemory<LedgerEntry[]>();
  const ran: string[] = [];
  const told: ResultItem[] = [];
  const scene = {
    keep,
    ran,
    told,
    sent: [] as string[],
    events: [] as (readonly [string, unknown])[],
    isInMeeting: null as boolean | null,
    bootedAt: new Date(0),
    outcome: async (): Promise<CommandOutcome> => ({ outcome: 'succeeded', detail: 'Done.' }),
    open: () =>
      openCommandRunner({
        ledger: openLedger(keep),
        allowed: ['restartApp', 'restartDevice', 'cleanUp'],
        run: (command) => {
          ran.push(command);
          return scene.outcome();
        },
        sendFile: async (file, { id }) => {
          scene.sent.push(`${file} for ${id}`);
          return 'It was sent.';
        },
        inMeeting: async () => scene.isInMeeting,
        now: () => new Date(at),
        deviceNow: () => new Date(at),
        bootedAt: () => scene.bootedAt,
        report: (result) => told.push(result),
        onEvent: (event, fields) => scene.events.push([event, fields]),
      }),
  };
  return scene;
}
const ask = (id: string, command = 'restartApp', expiresAt = later) => ({ id, command, expiresAt });

describe('a command', () => {
  it('runs once, also when it is sent again after a restart', async () => {
    const device = createDevice();
    const desk = device.open();
    desk.accept([ask('c1'), ask('c1')], 0);
    desk.accept([ask('c1')], 0);
    await desk.idle();
    const next = device.open();
    next.accept([ask('c1')], 0);
    await next.idle();
    expect(device.ran).toEqual(['restartApp']);
    expect(device.told).toEqual([
      { form: 'command-result', id: 'c1', outcome: 'succeeded', detail: 'Done.', observedAt: at },
    ]);
  });

  it('is reported again, not run again, when the platform repeats it after its result', async () => {
    const device = createDevice();
    const desk = device.open();
    desk.accept([ask('c1')], 0);
    await desk.idle();
    desk.accept([ask('c1')], 1);
    expect(device.ran).toHaveLength(1);
    expect(device.told).toHaveLength(2);
    desk.accept([ask('c1')], 1);
    expect(device.told).toHaveLength(2);
  });

  it('runs after the previous command', async () => {
    const device = createDevice();
    let running = 0;
    device.outcome = async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { outcome: 'succeeded' };
    };
    const desk = device.open();
    desk.accept([ask('c1'), ask('c2', 'cleanUp')], 0);
    await desk.idle();
    expect(device.ran).toEqual(['restartApp', 'cleanUp']);
  });

  const refused: readonly (readonly [string, ReturnType<typeof ask>, boolean | null, RegExp])[] = [
    ['not allowed', ask('c1', 'update'), null, /do not allow/],
    ['unknown', ask('c1', 'format'), null, /do not allow/],
    ['a name of objects', ask('c1', 'constructor'), null, /do not allow/],
    ['too late', ask('c1', 'restartApp', at), null, /after its expiry time/],
    ['during a meeting', ask('c1'), true, /meeting/],
  ];
  it.each(refused)('is refused with a reason: %s', async (_, command, isInMeeting, reason) => {
    const device = createDevice();
    device.isInMeeting = isInMeeting;
    const desk = device.open();
    desk.accept([command], 0);
    await desk.idle();
    expect(device.ran).toEqual([]);
    expect(device.told).toMatchObject([{ id: 'c1', outcome: 'refused' }]);
    expect(device.told[0]?.detail).toMatch(reason);
  });

  it('is ignored when it is not valid', async () => {
    const device = createDevice();
    const desk = device.open();
    const ids = ['../../etc', '..\\\\etc', 'a b', 'a\n', 'a\u0000', 'ä', '', 'a'.repeat(65), 7];
    const odd = ids.map((id) => ({ id, command: 'restartApp', expiresAt: later }));
    const times = ['soon', '2026-11-22', 9e15, undefined];
    const untimely = times.map((expiresAt) => ({ id: 'c1', command: 'restartApp', expiresAt }));
    desk.accept([null, 'restartApp', [], { id: 'c1' }, ...odd, ...untimely], 0);
    await desk.idle();
    expect([device.ran, device.told]).toEqual([[], []]);
    expect(device.events).toEqual([
      ['command.refused', { reason: 'not readable', commands: 4 + odd.length + untimely.length }],
    ]);
  });

  it('runs without additional members of the platform', async () => {
    const device = createDevice();
    const desk = device.open();
    const more = { program: 'C:\\\\evil.exe', args: ['-x'], outcome: 'succeeded', toldSeq: 1 };
    desk.accept([{ ...ask('c1'), ...more }], 0);
    await desk.idle();
    expect(device.ran).toEqual(['restartApp']);
    expect(JSON.stringify(device.keep.read())).not.toContain('evil');
  });

  it('is reported after its file was sent', async () => {
    const device = createDevice();
    device.outcome = async () => ({ outcome: 'succeeded', detail: 'Done.', file: 'logs.zip' });
    const desk = device.open();
    desk.accept([ask('c1')], 0);
    await desk.idle();
    expect(device.sent).toEqual(['logs.zip for c1']);
    expect(device.told).toMatchObject([{ outcome: 'succeeded', detail: 'Done. It was sent.' }]);
  });

  it('is one of at most twenty of one response; the others run when they are sent again', async () => {
    const device = createDevice();
    const desk = device.open();
    const all = Array.from({ length: 50 }, (_, n) => ask(`c${n}`));
    desk.accept([...all, ...all], 0);
    await desk.idle();
    expect(device.told.map(({ id }) => id)).toEqual(all.slice(0, 20).map(({ id }) => id));
    expect(device.ran).toHaveLength(20);
    expect(device.events).toContainEqual([
      'command.refused',
      { reason: 'more than 20 commands at once', commands: 30 },
    ]);
    desk.accept(all.slice(20, 30), 0);
    await desk.idle();
    expect(device.told.map(({ id }) => id)).toEqual(all.slice(0, 30).map(({ id }) => id));
  });

  it('counts once when several message results contain it', async () => {
    const device = createDevice();
    const desk = device.open();
    desk.accept([...Array.from({ length: 99 }, () => ask('c1')), ask('c2')], 0);
    await desk.idle();
    expect(device.told.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(device.events.map(([event]) => event)).not.toContain('command.refused');
  });

  it('is refused while twenty commands wait, regardless of the number of responses', async () => {
    const device = createDevice();
    let end = () => {};
    const isEnded = new Promise<void>((resolve) => {
      end = resolve;
    });
    device.outcome = async () => {
      await isEnded;
      return { outcome: 'succeeded' };
    };
    const desk = device.open();
    for (let n = 0; n < 10; n += 1)
      desk.accept(
        Array.from({ length: 20 }, (_, m) => ask(`c${n}-${m}`)),
        0,
      );
    end();
    await desk.idle();
    expect(device.ran).toHaveLength(20);
    desk.accept([ask('c9-19')], 0);
    await desk.idle();
    expect(device.ran).toHaveLength(21);
  });

  it('is reported as failed when it fails', async () => {
    const device = createDevice();
    device.outcome = () => Promise.reject(new Error('No such program.'));
    const desk = device.open();
    desk.accept([ask('c1')], 0);
    await desk.idle();
    expect(device.told).toMatchObject([{ outcome: 'failed', detail: 'No such program.' }]);
  });
});

describe('after a crash or a restart', () => {
  it('a started command is reported as failed and does not run again', async () => {
    const device = createDevice();
    device.outcome = () => new Promise(() => {});
    const desk = device.open();
    desk.accept([ask('c1')], 0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(device.ran).toEqual(['restartApp']);
    device.open();
    expect(device.told).toMatchObject([{ id: 'c1', outcome: 'failed' }]);
    device.open();
    expect(device.told).toHaveLength(1);
  });

  it.each([
    ['2026-11-22T08:02:00.000Z', 'succeeded'],
    ['2026-11-22T07:00:00.000Z', 'failed'],
  ])('a restart of the device is evaluated by its start time (%s)', async (booted, outcome) => {
    const device = createDevice();
    device.outcome = async () => ({ outcome: 'restarting' });
    const desk = device.open();
    desk.accept([ask('c1', 'restartDevice')], 0);
    await desk.idle();
    expect(device.told).toEqual([]);
    device.bootedAt = new Date(booted);
    device.open();
    expect(device.told).toMatchObject([{ id: 'c1', outcome }]);
  });

  it('a result that the spool does not contain yet is reported', () => {
    const device = createDevice();
    const entry = { id: 'c1', command: 'restartApp', startedAt: at, detail: 'Done.' };
    device.keep.write([{ ...entry, outcome: 'succeeded', finishedAt: at }]);
    device.open();
    expect(device.told).toMatchObject([{ id: 'c1', outcome: 'succeeded', detail: 'Done.' }]);
  });
});

it('treats a damaged ledger as a missing ledger', () => {
  expect(parseLedger({ c1: true })).toBeNull();
  expect(parseLedger([{ id: 'c1' }])).toBeNull();
});

/** The attempt with the published password: seldom, remembered first, and never near a lockout. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Keep } from '../../durable.ts';
import { keepInMemory } from '../../durable.ts';
import type { RunProgram } from '../../runProgram.ts';
import type { Account } from './account.ts';
import {
  createDefaultCredentialsCheck,
  evaluateAttempt,
  type Tried,
  whyNotTry,
} from './defaultCredentials.ts';
import { createPowerShell } from './powerShell.ts';

const hourMs = 3_600_000;
const account = {
  Enabled: true,
  PasswordSet: '2026-01-01T00:00:00.0000000Z',
  Flags: 0x10200 & ~0x10,
  Bad: 0,
  Threshold: 10,
  WindowSeconds: 600,
};

let nowMs: number;
let uptimeMs: number;
let printed: unknown[];
let code: number | null;
let calls: { args: readonly string[]; secrets: unknown; kept: Tried | null }[];
let keep: Keep<Tried>;
let skipped: string[];

beforeEach(() => {
  nowMs = Date.parse('2026-11-22T08:00:00.000Z');
  uptimeMs = hourMs;
  printed = [account];
  code = 1326;
  calls = [];
  keep = keepInMemory<Tried>();
  skipped = [];
});

function pass(hours: number): void {
  nowMs += hours * hourMs;
  uptimeMs += hours * hourMs;
}

const run: RunProgram = async (_, args, __, secrets) => {
  const isAttempt = args.at(-1)?.includes('ValidateToken') === true;
  if (isAttempt) calls.push({ args, secrets, kept: keep.read() });
  const found = isAttempt ? [{ Code: code }] : printed;
  return {
    code: isAttempt && code === null ? null : 0,
    output: Buffer.from(JSON.stringify(found)),
  };
};

/** The Monitoring Software, just started. */
function start() {
  return createDefaultCredentialsCheck({
    ask: createPowerShell(run, 'C:\\Windows'),
    keep,
    now: () => new Date(nowMs),
    uptimeMs: () => uptimeMs,
    onSkipped: (reason) => skipped.push(reason),
  });
}

describe('the attempt', () => {
  it('tells the published password from another one', async () => {
    expect(await start()()).toEqual({ signal: 'default-credentials', state: 'healthy' });
    code = 0;
    keep = keepInMemory();
    expect(await start()()).toEqual({
      signal: 'default-credentials',
      state: 'unhealthy',
      detail: 'The local account Admin still has its published password.',
    });
    expect([1330, 1385, 1907].map(evaluateAttempt)).toEqual(Array(3).fill('unhealthy'));
    expect([undefined, -1, -2, 1327, 1331, 1909, 5].map(evaluateAttempt)).toEqual(
      Array(7).fill(null),
    );
  });

  it('is remembered before it is made, and not made when it cannot be remembered', async () => {
    await start()();
    expect(calls[0]?.kept).toMatchObject({ attemptedAt: '2026-11-22T08:00:00.000Z', result: null });
    keep = {
      read: () => null,
      write: () => {
        throw new Error('The disk is full.');
      },
    };
    await expect(start()()).rejects.toThrow('full');
    expect(calls).toHaveLength(1);
  });

  it('never has the password on the command line', async () => {
    await start()();
    expect(calls[0]?.args.join(' ')).not.toContain('sfb');
    expect(calls[0]?.secrets).toEqual({ ROOMS_PRO_DEFAULT_PASSWORD: 'sfb' });
  });
});

describe('once a day at most', () => {
  it('without a result: again after a day, also across restarts', async () => {
    code = null;
    await start()();
    for (let hour = 1; hour < 24; hour += 1) {
      pass(1);
      await start()();
    }
    expect(calls).toHaveLength(1);
    pass(1);
    await start()();
    expect(calls).toHaveLength(2);
  });

  it('with a result: not again before the password is changed', async () => {
    const check = start();
    await check();
    for (let day = 0; day < 30; day += 1) {
      pass(24);
      expect(await start()()).toMatchObject({ state: 'healthy' });
    }
    expect(calls).toHaveLength(1);
  });

  it('after a change of the password: unknown until the day is over', async () => {
    code = 0;
    const check = start();
    expect(await check()).toMatchObject({ state: 'unhealthy' });
    printed = [{ ...account, PasswordSet: '2026-11-22T08:30:00.0000000Z' }];
    code = 1326;
    pass(1);
    expect(await check()).toBeNull();
    pass(23);
    expect(await check()).toMatchObject({ state: 'healthy' });
    expect(calls).toHaveLength(2);
  });

  it('also while the clock is set', async () => {
    code = null;
    const check = start();
    await check();
    for (const days of [1, 365, -3_000, 3_000, -1, 1]) {
      nowMs += days * 24 * hourMs;
      await check();
    }
    expect(calls).toHaveLength(1);
    // After a restart only the clock is known; set back, it counts from there.
    nowMs = Date.parse('2020-01-01T00:00:00.000Z');
    await start()();
    nowMs += 23 * hourMs;
    await start()();
    expect(calls).toHaveLength(1);
    nowMs += hourMs;
    await start()();
    expect(calls).toHaveLength(2);
  });
});

describe('no attempt', () => {
  it.each([
    ['no account', []],
    ['a disabled account', [{ ...account, Enabled: false }]],
  ])('%s is not applicable', async (_, found) => {
    printed = found;
    expect(await start()()).toMatchObject({ state: 'notApplicable' });
    expect(calls).toEqual([]);
  });

  it.each([
    ['is locked', { Flags: 0x10 }],
    ['is near its lockout', { Bad: 8 }],
    ['locks after three wrong passwords, one of which was given', { Threshold: 3, Bad: 1 }],
    ['locks after two wrong passwords', { Threshold: 2 }],
    ['locks after one', { Threshold: 1 }],
    ['has a wrong password that is counted for a week', { Bad: 1, WindowSeconds: 604_800 }],
    ['has a wrong password that is counted without end', { Bad: 1, WindowSeconds: -1 }],
  ])('an account that %s, and it is unknown', async (_, more) => {
    printed = [{ ...account, ...more }];
    const check = start();
    for (let look = 0; look < 10; look += 1) {
      expect(await check()).toBeNull();
      pass(24);
    }
    expect(calls).toEqual([]);
    expect(skipped).toHaveLength(10);
    // Nothing was used up: it is tried as soon as it may be.
    printed = [account];
    expect(await check()).toMatchObject({ state: 'healthy' });
  });

  it.each(['Flags', 'Bad', 'Threshold', 'WindowSeconds', 'Enabled'])(
    'where Windows does not tell %s',
    async (field) => {
      printed = [{ ...account, [field]: null }];
      expect(await start()()).toBeNull();
      expect(calls).toEqual([]);
    },
  );

  it('ever locks an account that no person uses, under any policy', () => {
    for (const Threshold of [0, 1, 2, 3, 5, 10])
      for (const WindowSeconds of [60, 86_400, Infinity]) {
        let bad = 0;
        for (let day = 0; day < 400; day += 1) {
          const isCounted = WindowSeconds * 1_000 > 24 * hourMs;
          const now: Account = { ...account, Threshold, WindowSeconds, Bad: bad };
          if (whyNotTry(now) !== null) continue;
          bad = isCounted ? bad + 1 : 1;
          expect(Threshold === 0 || bad <= Threshold - 2).toBe(true);
        }
      }
  });
});

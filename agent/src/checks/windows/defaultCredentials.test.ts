/** The attempt with the published password: seldom, stored first, and never near a lockout. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { PersistedValue } from '../../durable.ts';
import { persistInMemory } from '../../durable.ts';
import type { RunProgram } from '../../runProgram.ts';
import type { Account } from './account.ts';
import {
  createDefaultCredentialsCheck,
  evaluateAttempt,
  type LastAttempt,
  reasonNotToTry,
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
let calls: { args: readonly string[]; secrets: unknown; kept: LastAttempt | null }[];
let keep: PersistedValue<LastAttempt>;
let skipped: string[];

beforeEach(() => {
  nowMs = Date.parse('2026-11-22T08:00:00.000Z');
  uptimeMs = hourMs;
  printed = [account];
  code = 1326;
  calls = [];
  keep = persistInMemory<LastAttempt>();
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

/** The Monitoring Software after a start. */
function start() {
  return createDefaultCredentialsCheck({
    runScript: createPowerShell(run, 'C:\\Windows'),
    keep,
    now: () => new Date(nowMs),
    uptimeMs: () => uptimeMs,
    onSkipped: (reason) => skipped.push(reason),
  });
}

describe('the attempt', () => {
  it('distinguishes the published password from another password', async () => {
    expect(await start()()).toEqual({ signal: 'default-credentials', state: 'healthy' });
    code = 0;
    keep = persistInMemory();
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

  it('is stored before it is made, and is not made when it cannot be stored', async () => {
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

  it('never puts the password on the command line', async () => {
    await start()();
    expect(calls[0]?.args.join(' ')).not.toContain('sfb');
    expect(calls[0]?.secrets).toEqual({ ROOMS_PRO_DEFAULT_PASSWORD: 'sfb' });
  });
});

describe('once a day at most', () => {
  it('is repeated after a day when it had no result, also across restarts', async () => {
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

  it('is not repeated after a result until the password changes', async () => {
    const check = start();
    await check();
    for (let day = 0; day < 30; day += 1) {
      pass(24);
      expect(await start()()).toMatchObject({ state: 'healthy' });
    }
    expect(calls).toHaveLength(1);
  });

  it('is unknown after a password change until the day is over', async () => {
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

  it('also when the clock is set', async () => {
    code = null;
    const check = start();
    await check();
    for (const days of [1, 365, -3_000, 3_000, -1, 1]) {
      nowMs += days * 24 * hourMs;
      await check();
    }
    expect(calls).toHaveLength(1);
    // After a restart only the clock is known; when it was set back, the day starts from now.
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
  ])('is made for an account that %s; the result is unknown', async (_, more) => {
    printed = [{ ...account, ...more }];
    const check = start();
    for (let result = 0; result < 10; result += 1) {
      expect(await check()).toBeNull();
      pass(24);
    }
    expect(calls).toEqual([]);
    expect(skipped).toHaveLength(10);
    // The day is not used up: the attempt follows as soon as it is allowed.
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

  it('ever locks an unused account, under any policy', () => {
    for (const Threshold of [0, 1, 2, 3, 5, 10])
      for (const WindowSeconds of [60, 86_400, Infinity]) {
        let bad = 0;
        for (let day = 0; day < 400; day += 1) {
          const isCounted = WindowSeconds * 1_000 > 24 * hourMs;
          const now: Account = { ...account, Threshold, WindowSeconds, Bad: bad };
          if (reasonNotToTry(now) !== null) continue;
          bad = isCounted ? bad + 1 : 1;
          expect(Threshold === 0 || bad <= Threshold - 2).toBe(true);
        }
      }
  });
});

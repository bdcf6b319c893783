/**
 * `default-credentials`: whether the preinstalled local account of Teams Rooms devices still has its
 * published password. A wrong password counts towards the lockout of the account. So the check makes
 * at most one attempt a day, no attempt near the lockout, and none while the password is unchanged.
 */
import { z } from 'zod';
import type { PersistedValue } from '../../durable.ts';
import type { Observation } from '../../loop/items.ts';
import {
  type Account,
  accountSchema,
  accountScript,
  attemptSchema,
  attemptScript,
  attemptSecrets,
} from './account.ts';
import type { RunScript } from './powerShell.ts';

const attemptFileSchema = z.object({
  attemptedAt: z.iso.datetime(),
  /** When the password was set that the account had during the attempt. */
  passwordSet: z.string(),
  /** `null` when the attempt had no result. */
  result: z.enum(['healthy', 'unhealthy']).nullable(),
});
export type LastAttempt = z.infer<typeof attemptFileSchema>;

/** Validates the content of the file with the last attempt. */
export function parseLastAttempt(value: unknown): LastAttempt | null {
  return attemptFileSchema.safeParse(value).data ?? null;
}

export type DefaultCredentialsDeps = {
  readonly runScript: RunScript;
  readonly keep: PersistedValue<LastAttempt>;
  readonly now: () => Date;
  /** The time since the device started; setting the clock does not change this time. */
  readonly uptimeMs: () => number;
  readonly onSkipped: (reason: string) => void;
};

const dayMs = 24 * 3_600_000;
/** The number of attempts that must remain for people after this check's attempt. */
const reservedAttempts = 2;
const signal = 'default-credentials';

/** Creates the check. It has a state, so call this once per process. */
export function createDefaultCredentialsCheck(deps: DefaultCredentialsDeps) {
  const { runScript, keep, now, uptimeMs, onSkipped } = deps;
  let triedAtUptimeMs: number | null = null;

  /** Whether a day has passed since the last attempt, by the clock and, in the same process, by the uptime. */
  function isDue(last: LastAttempt | null): boolean {
    if (triedAtUptimeMs !== null && uptimeMs() - triedAtUptimeMs < dayMs) return false;
    if (last === null) return true;
    const ageMs = now().getTime() - Date.parse(last.attemptedAt);
    if (ageMs >= 0) return ageMs >= dayMs;
    // The clock was set back: wait a whole day from now.
    keep.write({ ...last, attemptedAt: now().toISOString() });
    return false;
  }

  async function attempt(passwordSet: string): Promise<Observation | null> {
    const tried = { attemptedAt: now().toISOString(), passwordSet, result: null };
    // Stored before the attempt, so that a crash does not cause a second attempt.
    keep.write(tried);
    triedAtUptimeMs = uptimeMs();
    const code = (await runScript(attemptScript, attemptSchema, attemptSecrets))?.[0]?.Code;
    const result = evaluateAttempt(code);
    if (result === null) {
      onSkipped(`Windows did not check the password (${code ?? 'no answer'})`);
      return null;
    }
    keep.write({ ...tried, result });
    return toObservation(result);
  }

  return async (): Promise<Observation | null> => {
    const found = await runScript(accountScript, accountSchema);
    if (found === null) return null;
    const account = found[0];
    if (account === undefined) return notApplicable('There is no local account Admin.');
    if (!account.Enabled) return notApplicable('The local account Admin is disabled.');
    const last = keep.read();
    const isSamePassword = account.PasswordSet !== '' && last?.passwordSet === account.PasswordSet;
    if (isSamePassword && last?.result) return toObservation(last.result);
    if (!isDue(last)) return null;
    const reason = reasonNotToTry(account);
    if (reason === null) return attempt(account.PasswordSet);
    onSkipped(reason);
    return null;
  };
}

/** The reason to make no attempt now; `null` when an attempt cannot lock the account. */
export function reasonNotToTry({ Flags, Bad, Threshold, WindowSeconds }: Account): string | null {
  if (isLocked(Flags)) return 'the account is locked';
  if (Threshold === 0) return null;
  if (Threshold - Bad - 1 < reservedAttempts) return 'the account is near its lockout';
  // When Windows counts wrong passwords for a day or longer, daily attempts would add up.
  if (Bad > 0 && WindowSeconds * 1_000 >= dayMs) return 'wrong passwords are counted for days';
  return null;
}

function isLocked(flags: number): boolean {
  return (flags & 0x10) !== 0;
}

/** Windows checks rights and password age after the password, so these codes mean a correct password. */
const rightPassword: readonly number[] = [
  0, // signed in
  1330, // the password has expired
  1385, // this kind of sign-in is not granted
  1907, // the password must be changed first
];
const wrongPassword = 1326;

/** Converts the code of the attempt into a state; `null` when the code is not conclusive. */
export function evaluateAttempt(code: number | undefined): LastAttempt['result'] {
  if (code === undefined) return null;
  if (rightPassword.includes(code)) return 'unhealthy';
  return code === wrongPassword ? 'healthy' : null;
}

function toObservation(state: 'healthy' | 'unhealthy'): Observation {
  if (state === 'healthy') return { signal, state };
  return { signal, state, detail: 'The local account Admin still has its published password.' };
}

function notApplicable(detail: string): Observation {
  return { signal, state: 'notApplicable', detail };
}

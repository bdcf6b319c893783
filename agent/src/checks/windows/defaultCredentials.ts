/**
 * `default-credentials`: whether the local account that Teams Rooms devices are delivered with still
 * has its published password. A wrong password counts towards the lockout of the account, so there is
 * one attempt a day at most, none near the lockout, and none while the password has not changed.
 */
import { z } from 'zod';
import type { Keep } from '../../durable.ts';
import type { Observation } from '../../loop/items.ts';
import {
  type Account,
  accountSchema,
  accountScript,
  attemptSchema,
  attemptScript,
  attemptSecrets,
} from './account.ts';
import type { AskPowerShell } from './powerShell.ts';

const triedSchema = z.object({
  attemptedAt: z.iso.datetime(),
  /** When the password that was tried against had been set. */
  passwordSet: z.string(),
  /** `null`: the attempt had no result. */
  result: z.enum(['healthy', 'unhealthy']).nullable(),
});
export type Tried = z.infer<typeof triedSchema>;

/** Judges what stands in the file of the last attempt. */
export function evaluateTried(value: unknown): Tried | null {
  return triedSchema.safeParse(value).data ?? null;
}

export type DefaultCredentialsDeps = {
  readonly ask: AskPowerShell;
  readonly keep: Keep<Tried>;
  readonly now: () => Date;
  /** How long the device has been up; a clock that is set does not change it. */
  readonly uptimeMs: () => number;
  readonly onSkipped: (reason: string) => void;
};

const dayMs = 24 * 3_600_000;
/** So many attempts stay for people after ours. */
const attemptsLeft = 2;
const signal = 'default-credentials';

/** Makes the check. It has a state, so it is made once. */
export function createDefaultCredentialsCheck(deps: DefaultCredentialsDeps) {
  const { ask, keep, now, uptimeMs, onSkipped } = deps;
  let triedAtUptimeMs: number | null = null;

  /** Whether a day has passed, by the clock and, within one run, by the time the device has been up. */
  function isDue(last: Tried | null): boolean {
    if (triedAtUptimeMs !== null && uptimeMs() - triedAtUptimeMs < dayMs) return false;
    if (last === null) return true;
    const ageMs = now().getTime() - Date.parse(last.attemptedAt);
    if (ageMs >= 0) return ageMs >= dayMs;
    // The clock was set back: a whole day from here on.
    keep.write({ ...last, attemptedAt: now().toISOString() });
    return false;
  }

  async function attempt(passwordSet: string): Promise<Observation | null> {
    const tried = { attemptedAt: now().toISOString(), passwordSet, result: null };
    // Before the attempt: one that is not remembered would be made again.
    keep.write(tried);
    triedAtUptimeMs = uptimeMs();
    const code = (await ask(attemptScript, attemptSchema, attemptSecrets))?.[0]?.Code;
    const result = evaluateAttempt(code);
    if (result === null) {
      onSkipped(`Windows did not judge the password (${code ?? 'no answer'})`);
      return null;
    }
    keep.write({ ...tried, result });
    return observationOf(result);
  }

  return async (): Promise<Observation | null> => {
    const found = await ask(accountScript, accountSchema);
    if (found === null) return null;
    const account = found[0];
    if (account === undefined) return notApplicable('There is no local account Admin.');
    if (!account.Enabled) return notApplicable('The local account Admin is disabled.');
    const last = keep.read();
    const isSamePassword = account.PasswordSet !== '' && last?.passwordSet === account.PasswordSet;
    if (isSamePassword && last?.result) return observationOf(last.result);
    if (!isDue(last)) return null;
    const reason = whyNotTry(account);
    if (reason === null) return attempt(account.PasswordSet);
    onSkipped(reason);
    return null;
  };
}

/** Why no attempt is made now; `null`: it cannot lock the account. */
export function whyNotTry({ Flags, Bad, Threshold, WindowSeconds }: Account): string | null {
  if (isLocked(Flags)) return 'the account is locked';
  if (Threshold === 0) return null;
  if (Threshold - Bad - 1 < attemptsLeft) return 'the account is near its lockout';
  // Attempts that are counted for a day or longer would add up.
  if (Bad > 0 && WindowSeconds * 1_000 >= dayMs) return 'wrong passwords are counted for days';
  return null;
}

function isLocked(flags: number): boolean {
  return (flags & 0x10) !== 0;
}

/** Windows examines rights and ages only after the password, so these codes say that it was right. */
const rightPassword: readonly number[] = [
  0, // signed in
  1330, // the password has expired
  1385, // this kind of sign-in is not granted
  1907, // the password must be changed first
];
const wrongPassword = 1326;

/** What the code of the attempt says; `null`: nothing. */
export function evaluateAttempt(code: number | undefined): Tried['result'] {
  if (code === undefined) return null;
  if (rightPassword.includes(code)) return 'unhealthy';
  return code === wrongPassword ? 'healthy' : null;
}

function observationOf(state: 'healthy' | 'unhealthy'): Observation {
  if (state === 'healthy') return { signal, state };
  return { signal, state, detail: 'The local account Admin still has its published password.' };
}

function notApplicable(detail: string): Observation {
  return { signal, state: 'notApplicable', detail };
}

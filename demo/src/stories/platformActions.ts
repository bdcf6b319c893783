/**
 * Actions of a scenario on the platform, before it starts. They use the API of the tab as the Manager of the
 * demonstration, so a person can do the same.
 */
import type { RuleSettings, SignalType } from '@rooms-pro/core';
import type {
  CommandsAnswer,
  CommandsBody,
  RulesAnswer,
  RulesBody,
} from '@rooms-pro/core/contracts';
import type { KnownRoom } from '../demoKeys.ts';
import { demoPeople } from '../demoPeople.ts';
import { findEscalation, withEscalation } from './escalation.ts';

/** The first two functions return `null` on success, else the reason. Minutes are minutes of the rules. */
export type PlatformActions = {
  /** Suppresses a signal of a room. */
  suppress(room: KnownRoom, signal: string, forMinutes: number): Promise<string | null>;
  /** Shortens, for a while, the time after which warnings of this type in this room group become important. */
  shortenEscalation(
    group: string,
    type: SignalType,
    times: { readonly toMinutes: number; readonly forMinutes: number },
  ): Promise<string | null>;
  /** Restores all shortened times at once. */
  restoreRules(): Promise<void>;
};

export type PlatformActionsOptions = {
  /** The address of the platform. */
  readonly origin: string;
  readonly pace: number;
};

const minuteMs = 60_000;
const maxTries = 3;

/** Creates the actions on the platform of the demonstration. */
export function createPlatformActions({ origin, pace }: PlatformActionsOptions): PlatformActions {
  const pending = new Map<() => Promise<void>, NodeJS.Timeout>();

  /** Changes the rules and keeps concurrent changes. Returns why this failed, or `null`. */
  async function changeRules(
    change: (settings: RuleSettings) => RuleSettings | null,
  ): Promise<string | null> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const { etag, settings } = await ask<RulesAnswer>(origin, 'GET', '/api/settings/rules');
      const next = change(settings);
      if (next === null) return null;
      const body: RulesBody = { etag, settings: next };
      const isDone = await ask(origin, 'PUT', '/api/settings/rules', body).then(
        () => true,
        () => false,
      );
      if (isDone) return null;
    }
    return 'The platform does not accept the rules.';
  }

  return {
    async suppress(room, signal, forMinutes) {
      const at = new Date(Date.now() + (forMinutes * minuteMs) / pace).toISOString();
      const body: CommandsBody = {
        targets: [{ room: `room-${room.number}`, signal }],
        action: { action: 'suppress', until: { at }, reason: 'The room is being refitted.' },
      };
      const { results } = await ask<CommandsAnswer>(origin, 'POST', '/api/commands', body);
      const [result] = results;
      return result?.ok ? null : (result?.sentence ?? 'The platform returned no result.');
    },
    async shortenEscalation(group, type, { toMinutes, forMinutes }) {
      const shortened = toMinutes * minuteMs;
      let before: number | null | undefined;
      const refusal = await changeRules((settings) => {
        before = findEscalation(settings, group, type);
        return withEscalation(settings, group, type, shortened);
      });
      // Another scenario has already shortened the time and restores it later: both end together.
      if (refusal !== null || before === shortened) return refusal;
      const restoreRules = async () => {
        clearTimeout(pending.get(restoreRules));
        pending.delete(restoreRules);
        await changeRules((settings) =>
          // If another person has changed the time in the meantime, keep that change.
          findEscalation(settings, group, type) === shortened
            ? withEscalation(settings, group, type, before)
            : null,
        ).catch(() => 'The platform is not reachable.');
      };
      pending.set(restoreRules, setTimeout(restoreRules, (forMinutes * minuteMs) / pace));
      return null;
    },
    async restoreRules() {
      for (const restoreRules of [...pending.keys()]) await restoreRules();
    },
  };
}

/** Sends one request as the Manager of the demonstration; throws when the platform refuses it. */
async function ask<T>(
  origin: string,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      'x-acting-person': demoPeople[0]?.id ?? '',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`The response to ${path} has status ${response.status}.`);
  return (await response.json()) as T;
}

/**
 * What a story does on the platform beforehand, by the same API as the tab and as the Manager of
 * the demonstration: nothing here that a person could not do.
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
import { escalationIn, withEscalation } from './escalation.ts';

/** The first two answer `null` when it is done, else why not. Minutes are those of the rules. */
export type PlatformWays = {
  /** Suppresses a signal of a room. */
  suppress(room: KnownRoom, signal: string, forMinutes: number): Promise<string | null>;
  /** Lets warnings of this type in this room group become important sooner, for a while. */
  shortenEscalation(
    group: string,
    type: SignalType,
    times: { readonly toMinutes: number; readonly forMinutes: number },
  ): Promise<string | null>;
  /** Puts back at once what is still shortened. */
  putBack(): Promise<void>;
};

export type PlatformWaysOptions = {
  /** Where the platform listens. */
  readonly origin: string;
  readonly pace: number;
};

const minuteMs = 60_000;
const mostTries = 3;

/** The ways to the platform of the demonstration. */
export function createPlatformWays({ origin, pace }: PlatformWaysOptions): PlatformWays {
  const pending = new Map<() => Promise<void>, NodeJS.Timeout>();

  /** Answers why the rules could not be changed, or `null`; somebody else's change is kept. */
  async function changeRules(
    change: (settings: RuleSettings) => RuleSettings | null,
  ): Promise<string | null> {
    for (let tries = 0; tries < mostTries; tries += 1) {
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
    return 'The platform does not take the rules.';
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
      return result?.ok ? null : (result?.sentence ?? 'The platform says nothing of it.');
    },
    async shortenEscalation(group, type, { toMinutes, forMinutes }) {
      const shortened = toMinutes * minuteMs;
      let before: number | null | undefined;
      const refusal = await changeRules((settings) => {
        before = escalationIn(settings, group, type);
        return withEscalation(settings, group, type, shortened);
      });
      // Shortened already, by a story that puts it back: both end with the first.
      if (refusal !== null || before === shortened) return refusal;
      const putBack = async () => {
        clearTimeout(pending.get(putBack));
        pending.delete(putBack);
        await changeRules((settings) =>
          // Somebody may have set it otherwise meanwhile: then theirs holds.
          escalationIn(settings, group, type) === shortened
            ? withEscalation(settings, group, type, before)
            : null,
        ).catch(() => 'The platform has gone.');
      };
      pending.set(putBack, setTimeout(putBack, (forMinutes * minuteMs) / pace));
      return null;
    },
    async putBack() {
      for (const putBack of [...pending.keys()]) await putBack();
    },
  };
}

/** One request as the Manager of the demonstration; throws when it is refused. */
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
  if (!response.ok) throw new Error(`${path} was answered ${response.status}.`);
  return (await response.json()) as T;
}

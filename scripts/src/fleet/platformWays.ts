/** What a story does on the platform beforehand, by the ways that people have. */
import type { SignalType } from '@rooms-pro/core';
import type { CommandsAnswer, CommandsBody } from '@rooms-pro/core/contracts';
import type { KnownRoom } from '../demoKeys.ts';
import { demoPeople } from '../demoPeople.ts';
import { tellAtDoor } from '../ownerDoor.ts';
import type { Shortening } from '../shortenRule.ts';

/** Each answers `null` when it is done, else why not. Minutes are those of the rules. */
export type PlatformWays = {
  /** Suppresses a signal of a room as the demonstration's Manager. */
  suppress(room: KnownRoom, signal: string, forMinutes: number): Promise<string | null>;
  /** Lets warnings of this type in this room group become important sooner, for a while. */
  shortenEscalation(
    group: string,
    type: SignalType,
    times: { readonly toMinutes: number; readonly forMinutes: number },
  ): Promise<string | null>;
};

const minuteMs = 60_000;

/** The ways to the platform that listens at `origin` and keeps its data in this folder. */
export function createPlatformWays(options: {
  readonly origin: string;
  readonly dataFolder: string;
  readonly pace: number;
}): PlatformWays {
  const { origin, dataFolder, pace } = options;
  return {
    async suppress(room, signal, forMinutes) {
      const at = new Date(Date.now() + (forMinutes * minuteMs) / pace).toISOString();
      const body: CommandsBody = {
        targets: [{ room: `room-${room.number}`, signal }],
        action: { action: 'suppress', until: { at }, reason: 'The room is being refitted.' },
      };
      const response = await fetch(`${origin}/api/commands`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-acting-person': demoPeople[0]?.id ?? '',
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) return 'The platform does not take the suppression.';
      const [result] = ((await response.json()) as CommandsAnswer).results;
      return result?.ok ? null : (result?.sentence ?? 'The platform says nothing of it.');
    },
    async shortenEscalation(group, type, { toMinutes, forMinutes }) {
      const wish: Shortening = {
        group,
        type,
        escalatesAfterMs: toMinutes * minuteMs,
        forMs: (forMinutes * minuteMs) / pace,
      };
      const answer = await tellAtDoor(dataFolder, 'platform', wish);
      if (answer?.ok) return null;
      return answer?.sentence ?? 'The platform of this demonstration does not answer.';
    },
  };
}

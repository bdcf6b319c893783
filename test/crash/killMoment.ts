/** When the process is killed: chosen by a seed, counted in envelopes and cards rather than in time. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FakeTeams } from '@rooms-pro/testing/teams';
import type { RoomsSide } from './burst.ts';

/** Mulberry32: small, seeded, good enough to choose moments. Answers 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Which event is the last one the process lives to see. */
export type Moment = {
  /** Killed with this envelope: under way, or just answered. */
  readonly envelope: number;
  readonly isUnderWay: boolean;
  /** Killed earlier by this card, if it comes to it: taken by Teams, and perhaps not answered. */
  readonly card: { readonly number: number; readonly isAnswered: boolean } | null;
};

/** Every second round is cut by a card on its way. */
export function chooseMoment(random: () => number, round: number): Moment {
  const below = (count: number) => Math.floor(random() * count);
  const isByCard = round % 2 === 0;
  return {
    envelope: isByCard ? 90 : 3 + below(45),
    isUnderWay: random() < 0.5,
    card: isByCard ? { number: 1 + below(8), isAnswered: random() < 0.4 } : null,
  };
}

type Victim = {
  readonly url: string;
  kill(): void;
  readonly gone: Promise<void>;
};

/** A gap between envelopes, so that failures have time to become incidents while the burst lasts. */
const gapMs = 12;

/** Sends envelope after envelope until the moment has come; resolves when the process is gone. */
export async function burstAndKill(
  victim: Victim,
  roomsSide: RoomsSide,
  teams: FakeTeams,
  { envelope, isUnderWay, card }: Moment,
): Promise<string> {
  let how: string | null = null;
  const kill = (because: string) => {
    how ??= because;
    victim.kill();
  };
  let posts = 0;
  teams.watch(({ kind }) => {
    if (kind === 'post') posts += 1;
    if (!card || how !== null || posts < card.number) return 'answer';
    if (!card.isAnswered) {
      kill(`while card ${posts} was on its way`);
      return 'hold';
    }
    // Once the answer is on its way: whether it will be noted, nobody knows.
    setImmediate(kill, `right after card ${posts} was taken`);
    return 'answer';
  });
  for (let sent = 1; how === null; sent += 1) {
    const answered = roomsSide.burst(victim.url);
    if (sent >= envelope && isUnderWay) {
      await wait(1);
      kill(`while envelope ${sent} was under way`);
    }
    await answered;
    if (sent >= envelope) kill(`after envelope ${sent}`);
    else await wait(gapMs);
  }
  await victim.gone;
  teams.watch(null);
  await teams.drained();
  return how;
}

/** An understood order → commands on rooms and tickets, and their result in words. */
import type { RoomEvent, SignalId } from '@rooms-pro/core';
import { findRecord } from '@rooms-pro/core';
import type { AdaptiveCard } from '../../cards/index.ts';
import { labelOf } from '../answers/details.ts';
import type { Undoable } from '../memory.ts';
import type { Meaning, Slots } from '../understanding/meaning.ts';
import type { ActDeps } from './actDeps.ts';
import { type Result, resultCard } from './formatActed.ts';
import { actionFor, stepsFor } from './steps.ts';

/** The result of an order. */
export type Acted = {
  readonly card: AdaptiveCard;
  /** Whether something changed. */
  readonly hasChanged: boolean;
  readonly undoable: readonly Undoable[];
  readonly mentioned: Slots;
};

/** Carries out an order on each of its targets. */
export async function actOn(meaning: Meaning, deps: ActDeps): Promise<Acted> {
  const { slots, intent } = meaning;
  const steps = stepsFor(intent, slots, deps);
  const results: Result[] = [];
  for (const step of steps) {
    const action = actionFor(meaning, step, deps);
    if (action === null) continue;
    const sent = {
      actor: deps.person,
      via: 'chat' as const,
      target: step.target,
      correlationId: deps.correlationId,
    };
    results.push({ step, result: await deps.act({ ...sent, action }) });
  }
  const done = results.filter(({ result }) => result.ok);
  const undoable = done.flatMap(({ step, result }) =>
    result.undo
      ? [
          {
            target: step.target,
            undo: result.undo,
            roomId: step.room.id,
            signal: step.signal ?? result.signal ?? null,
            label: labelOf(step, deps),
          },
        ]
      : [],
  );
  const first = done[0] ?? results[0];
  const changed = done.length > 0 && intent !== 'message';
  return {
    card: resultCard(meaning, results, undoable.length > 0, deps),
    hasChanged: changed,
    undoable,
    mentioned: mentionedBy(slots, first),
  };
}

function mentionedBy(slots: Slots, first: Result | undefined): Slots {
  const { ticket, tickets, room, rooms, place } = slots;
  const signal = first?.result.signal ?? first?.step.signal ?? null;
  const reported =
    first?.result.room && signal ? findRecord(first.result.room, signal).ticket?.number : undefined;
  return {
    ...(ticket ? { ticket } : reported && !tickets && !place ? { ticket: reported } : {}),
    ...(tickets ? { tickets } : {}),
    ...(room ? { room } : {}),
    ...(rooms ? { rooms } : {}),
    ...(place ? { place } : {}),
  };
}

/** The event of a room in which a message changed this signal, or (`null`) the whole room; `null`: none is known. */
export function eventOf(
  events: readonly RoomEvent[],
  correlationId: string,
  signal: SignalId | null,
): RoomEvent | null {
  const own = events.filter((event) => event.correlationId === correlationId);
  if (signal === null) return own[0] ?? null;
  const isOfSignal = ({ changes }: RoomEvent) =>
    changes.some((change) => 'signal' in change && change.signal === signal);
  return own.find(isOfSignal) ?? null;
}

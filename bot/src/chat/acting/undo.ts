/** Undo: reverses the last change of a person in a conversation. */
import { isUndoable } from '@rooms-pro/core';
import { textsIn } from '../answers/answerDeps.ts';
import { type Reply, replyCard } from '../answers/reply.ts';
import type { Remembered } from '../memory.ts';
import type { Meaning } from '../understanding/meaning.ts';
import type { ActDeps } from './actDeps.ts';
import { eventOf } from './actOn.ts';

/** Reverses the last change of this person, while nothing else has happened. */
export async function undo(
  { language }: Meaning,
  before: Remembered | null,
  deps: ActDeps,
): Promise<Reply> {
  const t = textsIn(language);
  const last = before?.last ?? null;
  if (last === null) return { card: replyCard({ sentences: [t.undo.none] }) };
  if (last.restore) {
    await last.restore();
    return {
      card: replyCard({ sentences: [t.undo.doneSubscription] }),
      hasChanged: true,
      last: null,
    };
  }
  if (last.steps.length === 0) return { card: replyCard({ sentences: [t.undo.none] }), last: null };
  const sentences: string[] = [];
  let hasChanged = false;
  for (const step of last.steps) {
    const events = await deps.history(step.roomId);
    const made = eventOf(events, last.correlationId, step.signal);
    // An event that is not among the latest ones is certainly followed by others.
    if (made === null || !isUndoable(made, events, deps.now)) {
      sentences.push(`${step.label}: ${t.undo.changed}`);
      continue;
    }
    const { person: actor, correlationId } = deps;
    const result = await deps.act({
      actor,
      via: 'chat',
      target: step.target,
      action: step.undo,
      correlationId,
    });
    hasChanged ||= result.ok;
    sentences.push(result.ok ? t.undo.done(step.label) : t.refused.other(result.sentence));
  }
  return { card: replyCard({ sentences }), hasChanged, last: null, mentioned: last.mentioned };
}

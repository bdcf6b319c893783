import { expect, it } from 'vitest';
import type { Log, LogEvent } from './log.ts';

/** Whether the compiler accepts a line of this event with these fields. */
type Accepts<Event extends LogEvent, Fields> = Log['info'] extends (
  event: Event,
  fields: Fields,
) => void
  ? true
  : false;

it('a card that was posted or edited cannot be logged without a reason', () => {
  // The compiler checks these values: any other value does not compile.
  const withReason: Accepts<'card.posted', { reason: 'new' }> = true;
  const posted: Accepts<'card.posted', { conversationId: string }> = false;
  const edited: Accepts<'card.edited', { conversationId: string }> = false;
  const answered: Accepts<'answer.sent', { conversationId: string }> = false;
  const otherReason: Accepts<'card.posted', { reason: 'because' }> = false;
  const otherEvent: Accepts<'bot.started', { port: number }> = true;
  expect([withReason, posted, edited, answered, otherReason, otherEvent]).toEqual([
    true,
    false,
    false,
    false,
    false,
    true,
  ]);
});

/** Applies the platform's results to the spool: accepted messages leave it, rejected ones are quarantined. */
import type { OnEvent } from '../log.ts';
import type { Spool, SpooledMessage } from '../spool/spool.ts';
import type { MessageResult } from './readResponse.ts';

export type SettleDeps = {
  readonly spool: Spool;
  readonly onEvent: OnEvent;
  /** Receives the unvalidated commands of a response, and the last message confirmed before this response. */
  readonly onCommands: (commands: readonly unknown[], confirmedBefore: number) => void;
};

const reasonCharacters = 200;

/**
 * Confirms these messages; first quarantines the messages and items that the platform rejected. The results
 * may have one more entry than the messages: the result of the heartbeat.
 */
export function settleResults(
  deps: SettleDeps,
  messages: readonly SpooledMessage[],
  results: readonly MessageResult[],
): void {
  const { spool, onEvent, onCommands } = deps;
  const confirmedBefore = spool.confirmed();
  messages.forEach((message, index) => {
    const result = results[index];
    if (result?.rejected !== undefined) quarantineMessage(deps, message, result.rejected.reason);
    else if (result !== undefined) quarantineItems(deps, message, result);
  });
  const last = messages.at(-1);
  if (last !== undefined) spool.confirm(last.seq);
  onEvent('telemetry.sent', { messages: results.length, waiting: spool.state().waiting });
  onCommands(
    results.flatMap(({ commands }) => commands),
    confirmedBefore,
  );
}

/** Quarantines a message that the platform rejected permanently. */
export function quarantineMessage(
  { spool, onEvent }: SettleDeps,
  message: SpooledMessage,
  reason: string,
): void {
  spool.quarantine(message, reason);
  onEvent('message.setAside', { seq: message.seq, reason: reason.slice(0, reasonCharacters) });
}

function quarantineItems(
  { spool, onEvent }: SettleDeps,
  { seq, items }: SpooledMessage,
  result: MessageResult,
): void {
  // A response may contain more results than the message has items: these are ignored.
  result.items.slice(0, items.length).forEach(({ verdict, reason = '' }, index) => {
    if (verdict !== 'rejected') return;
    spool.quarantine(items[index], reason);
    onEvent('item.rejected', { seq, reason: reason.slice(0, reasonCharacters) });
  });
}

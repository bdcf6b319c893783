/** What a platform's results mean for the spool: taken leaves it, refused is set aside. */
import type { OnEvent } from '../log.ts';
import type { Spool, SpooledMessage } from '../spool/spool.ts';
import type { ResultRead } from './readResponse.ts';

export type SettleDeps = {
  readonly spool: Spool;
  readonly onEvent: OnEvent;
  /** Commands of an answer, as they came, and what had been confirmed before it. */
  readonly onCommands: (commands: readonly unknown[], confirmedBefore: number) => void;
};

const reasonCharacters = 200;

/**
 * Confirms these messages; what of them the platform will never take is set aside first. The
 * results may be one more than the messages: that of the heartbeat.
 */
export function settleResults(
  deps: SettleDeps,
  chosen: readonly SpooledMessage[],
  results: readonly ResultRead[],
): void {
  const { spool, onEvent, onCommands } = deps;
  const confirmedBefore = spool.confirmed();
  chosen.forEach((message, index) => {
    const result = results[index];
    if (result?.rejected !== undefined) giveUp(deps, message, result.rejected.reason);
    else if (result !== undefined) setItemsAside(deps, message, result);
  });
  const last = chosen.at(-1);
  if (last !== undefined) spool.confirm(last.seq);
  onEvent('telemetry.sent', { messages: results.length, waiting: spool.state().waiting });
  onCommands(
    results.flatMap(({ commands }) => commands),
    confirmedBefore,
  );
}

/** Sets a message aside that the platform will never take. */
export function giveUp(
  { spool, onEvent }: SettleDeps,
  message: SpooledMessage,
  reason: string,
): void {
  spool.setAside(message, reason);
  onEvent('message.setAside', { seq: message.seq, reason: reason.slice(0, reasonCharacters) });
}

function setItemsAside(
  { spool, onEvent }: SettleDeps,
  { seq, items }: SpooledMessage,
  result: ResultRead,
): void {
  // An answer may bring more results than there were items: these are about nothing.
  result.items.slice(0, items.length).forEach(({ verdict, reason = '' }, index) => {
    if (verdict !== 'rejected') return;
    spool.setAside(items[index], reason);
    onEvent('item.rejected', { seq, reason: reason.slice(0, reasonCharacters) });
  });
}

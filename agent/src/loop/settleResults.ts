/** What a platform's results mean for the spool: taken leaves it, refused is set aside. */
import type { OnEvent } from '../log.ts';
import type { Spool, SpooledMessage } from '../spool/spool.ts';
import type { ResultRead } from './readAnswer.ts';

type SettleDeps = { readonly spool: Spool; readonly onEvent: OnEvent };

const reasonCharacters = 200;

/** Confirms these messages; what of them the platform will never take is set aside first. */
export function settleResults(
  deps: SettleDeps,
  chosen: readonly SpooledMessage[],
  results: readonly ResultRead[],
): void {
  chosen.forEach((message, index) => {
    const result = results[index];
    if (result?.rejected !== undefined) giveUp(deps, message, result.rejected.reason);
    else if (result !== undefined) setItemsAside(deps, message, result);
  });
  const last = chosen.at(-1);
  if (last !== undefined) deps.spool.confirm(last.seq);
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
  result.items.forEach(({ verdict, reason = '' }, index) => {
    if (verdict !== 'rejected') return;
    spool.setAside(items[index], reason);
    onEvent('item.rejected', { seq, reason: reason.slice(0, reasonCharacters) });
  });
}

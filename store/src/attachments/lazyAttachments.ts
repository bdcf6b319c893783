/** A storage of attachments that may be unreachable at the start of a program without stopping the start. */
import { keepResult } from '@rooms-pro/async';
import type { Attachments } from './attachments.ts';

/**
 * Opens the storage immediately. If that fails, each call tries again, and throws if it fails again.
 * `onFault` receives the error of every failed attempt.
 */
export function openLazyAttachments(
  open: () => Promise<Attachments>,
  onFault: (error: unknown) => void,
): Attachments {
  const opened = keepResult(() =>
    open().catch((error: unknown) => {
      onFault(error);
      throw error;
    }),
  );
  // `onFault` has reported it already.
  opened().catch(() => undefined);
  return {
    put: async (ticket, attachment) => (await opened()).put(ticket, attachment),
    get: async (ticket, id) => (await opened()).get(ticket, id),
    delete: async (ticket, id) => (await opened()).delete(ticket, id),
    list: async (ticket) => (await opened()).list(ticket),
  };
}

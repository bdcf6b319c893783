/** A place of attachments that may be out of reach when a program starts, and is not to keep it from it. */
import type { Attachments } from './attachments.ts';

/**
 * Opens the place at once and, where that fails, again whenever it is used: whoever uses it then gets
 * the error. `onFault` is told of every attempt that failed.
 */
export function openLazyAttachments(
  open: () => Promise<Attachments>,
  onFault: (error: unknown) => void,
): Attachments {
  let opening: Promise<Attachments> | null = null;
  function opened(): Promise<Attachments> {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      onFault(error);
      throw error;
    });
    return opening;
  }
  // Told by `onFault` already.
  opened().catch(() => undefined);
  return {
    put: async (ticket, attachment) => (await opened()).put(ticket, attachment),
    get: async (ticket, id) => (await opened()).get(ticket, id),
    delete: async (ticket, id) => (await opened()).delete(ticket, id),
    list: async (ticket) => (await opened()).list(ticket),
  };
}

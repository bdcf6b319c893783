/** Which commands this device has seen: a command runs once, whatever is sent again or crashes. */
import { z } from 'zod';
import type { Keep } from '../durable.ts';

const instant = z.iso.datetime({ offset: true });

const entrySchema = z.object({
  id: z.string(),
  command: z.string(),
  startedAt: instant,
  /** Missing while it runs. */
  outcome: z.enum(['succeeded', 'failed', 'refused']).optional(),
  detail: z.string().default(''),
  finishedAt: instant.optional(),
  /** The number of the message that tells the result; missing until that message is kept. */
  toldSeq: z.number().int().optional(),
});
export type LedgerEntry = z.infer<typeof entrySchema>;

const ledgerSchema = z.array(entrySchema);

/** Judges what stands in the ledger's file. */
export function evaluateLedger(value: unknown): LedgerEntry[] | null {
  return ledgerSchema.safeParse(value).data ?? null;
}

const mostRemembered = 500;

/** The ledger over what keeps it. Every change is durable before it returns. */
export function openLedger(keep: Keep<LedgerEntry[]>) {
  const entries = new Map((keep.read() ?? []).map((entry) => [entry.id, entry]));
  return {
    find: (id: string): LedgerEntry | undefined => entries.get(id),
    all: (): readonly LedgerEntry[] => [...entries.values()],
    put(entry: LedgerEntry): void {
      entries.set(entry.id, entry);
      // Oldest first, as they came; one that still runs is never forgotten.
      for (const old of entries.values()) {
        if (entries.size <= mostRemembered) break;
        if (old.toldSeq !== undefined) entries.delete(old.id);
      }
      keep.write([...entries.values()]);
    },
  };
}
export type Ledger = ReturnType<typeof openLedger>;

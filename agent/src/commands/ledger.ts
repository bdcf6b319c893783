/** The ledger of received commands. It ensures that a command runs only once, also after a repeat or a crash. */
import { z } from 'zod';
import type { PersistedValue } from '../durable.ts';

const instant = z.iso.datetime({ offset: true });

const entrySchema = z.object({
  id: z.string(),
  command: z.string(),
  startedAt: instant,
  /** Absent while the command runs. */
  outcome: z.enum(['succeeded', 'failed', 'refused']).optional(),
  detail: z.string().default(''),
  finishedAt: instant.optional(),
  /** The number of the message with the result; absent until the spool contains this message. */
  toldSeq: z.number().int().optional(),
});
export type LedgerEntry = z.infer<typeof entrySchema>;

const ledgerSchema = z.array(entrySchema);

/** Validates the content of the ledger's file. */
export function parseLedger(value: unknown): LedgerEntry[] | null {
  return ledgerSchema.safeParse(value).data ?? null;
}

const maxEntries = 500;

/** Opens the ledger. Every change is durable before `put` returns. */
export function openLedger(keep: PersistedValue<LedgerEntry[]>) {
  const entries = new Map((keep.read() ?? []).map((entry) => [entry.id, entry]));
  return {
    find: (id: string): LedgerEntry | undefined => entries.get(id),
    all: (): readonly LedgerEntry[] => [...entries.values()],
    put(entry: LedgerEntry): void {
      entries.set(entry.id, entry);
      // Removes the oldest entries first; never removes an entry without a reported result.
      for (const old of entries.values()) {
        if (entries.size <= maxEntries) break;
        if (old.toldSeq !== undefined) entries.delete(old.id);
      }
      keep.write([...entries.values()]);
    },
  };
}
export type Ledger = ReturnType<typeof openLedger>;

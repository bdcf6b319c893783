/** Stores which parts have worked on this device. Only these parts can be reported as missing. */
import { z } from 'zod';
import { type PersistedValue, persistInFile } from '../../durable.ts';

const schema = z.object({
  /** The Teams Rooms app, installed or running. */
  app: z.boolean().default(false),
  /** A Bluetooth radio. */
  radio: z.boolean().default(false),
  /** The highest number of working touch sensors at one time. */
  touchSensors: z.number().int().nonnegative().default(0),
});
export type SeenParts = z.infer<typeof schema>;

/** The file in which the parts are stored. */
export function seenPartsFile(file: string): PersistedValue<SeenParts> {
  return persistInFile(file, (value) => schema.safeParse(value).data ?? null);
}

/** Reads the file once and writes each change. On a full disk a change is lost at the next start. */
export function openSeenParts(keep: PersistedValue<SeenParts>) {
  let seen = keep.read() ?? schema.parse({});
  return {
    current: (): SeenParts => seen,
    record(more: Partial<SeenParts>): void {
      const next = { ...seen, ...more };
      if (JSON.stringify(next) === JSON.stringify(seen)) return;
      seen = next;
      try {
        keep.write(next);
      } catch {
        // The spool reports a full disk.
      }
    },
  };
}
export type SeenPartsStore = ReturnType<typeof openSeenParts>;

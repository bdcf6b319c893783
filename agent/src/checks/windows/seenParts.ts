/** What the Monitoring Software has seen working on this device: only that can be missing. */
import { z } from 'zod';
import { type Keep, keepInFile } from '../../durable.ts';

const schema = z.object({
  /** The Teams Rooms app, installed or running. */
  app: z.boolean().default(false),
  /** A Bluetooth radio. */
  radio: z.boolean().default(false),
  /** The most touch sensors at one time. */
  touchSensors: z.number().int().nonnegative().default(0),
});
export type Seen = z.infer<typeof schema>;

/** Keeps it in a file. */
export function keepSeen(file: string): Keep<Seen> {
  return keepInFile(file, (value) => schema.safeParse(value).data ?? null);
}

/** Reads it once and writes each change. On a full disk it is known until the next start only. */
export function openSeen(keep: Keep<Seen>) {
  let seen = keep.read() ?? schema.parse({});
  return {
    now: (): Seen => seen,
    note(more: Partial<Seen>): void {
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
export type SeenBook = ReturnType<typeof openSeen>;

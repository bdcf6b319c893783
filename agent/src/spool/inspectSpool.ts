/** Reads the state of a spool without changing it, also while the service writes it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { persistInFile } from '../durable.ts';
import { isSegment, readSegment } from './segment.ts';
import type { SpooledMessage } from './spool.ts';

const positionSchema = z.object({
  lastSeq: z.number(),
  confirmed: z.number(),
  dropped: z.number(),
  setAside: z.number(),
});

export type SpoolSnapshot = {
  /** Messages not yet confirmed. */
  readonly waiting: number;
  /** When the oldest waiting message was observed; `null` when no message waits. */
  readonly oldestAt: string | null;
  /** The position file; `null` before the service has written it. */
  readonly position: z.infer<typeof positionSchema> | null;
};

/** Reads the folder of a spool; a missing folder counts as empty. */
export function inspectSpool(folder: string): SpoolSnapshot {
  const position = persistInFile(
    path.join(folder, 'position.json'),
    (value) => positionSchema.safeParse(value).data ?? null,
  ).read();
  const confirmed = position?.confirmed ?? 0;
  const messagesFolder = path.join(folder, 'messages');
  const names = nullIfMissing(() => readdirSync(messagesFolder)) ?? [];
  let waiting = 0;
  let oldestAt: string | null = null;
  for (const name of names.filter(isSegment).sort()) {
    const read = nullIfMissing(() => readSegment(path.join(messagesFolder, name)));
    const unsent = (read?.messages ?? []).filter(({ seq }) => seq > confirmed);
    waiting += unsent.length;
    oldestAt ??= unsent[0] === undefined ? null : observedAt(unsent[0]);
  }
  return { waiting, oldestAt, position };
}

function observedAt({ items }: SpooledMessage): string | null {
  const [first] = items;
  return first !== undefined && 'observedAt' in first ? (first.observedAt ?? null) : null;
}

/** Handles files that the service removes while this code reads the folder. */
function nullIfMissing<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

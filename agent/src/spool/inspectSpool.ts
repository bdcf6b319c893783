/** What waits in a spool, looked at from outside while the service may be writing it: changes nothing. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { keepInFile } from '../durable.ts';
import { isSegment, readSegment } from './segment.ts';
import type { SpooledMessage } from './spool.ts';

const positionSchema = z.object({
  lastSeq: z.number(),
  confirmed: z.number(),
  dropped: z.number(),
  setAside: z.number(),
});

export type SpoolSeen = {
  /** Messages not yet confirmed. */
  readonly waiting: number;
  /** When the oldest of them was observed; `null` when none waits. */
  readonly oldestAt: string | null;
  /** How far the service has come; `null` before it has noted anything. */
  readonly position: z.infer<typeof positionSchema> | null;
};

/** Looks at a spool's folder; one that is not there yet is empty. */
export function lookAtSpool(folder: string): SpoolSeen {
  const position = keepInFile(
    path.join(folder, 'position.json'),
    (value) => positionSchema.safeParse(value).data ?? null,
  ).read();
  const confirmed = position?.confirmed ?? 0;
  const messagesFolder = path.join(folder, 'messages');
  const names = unlessGone(() => readdirSync(messagesFolder)) ?? [];
  let waiting = 0;
  let oldestAt: string | null = null;
  for (const name of names.filter(isSegment).sort()) {
    const read = unlessGone(() => readSegment(path.join(messagesFolder, name)));
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

/** The service removes what is confirmed, also while somebody looks. */
function unlessGone<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

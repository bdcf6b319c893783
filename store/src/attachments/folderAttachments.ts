/**
 * Attachments as files: `TICKET/ID/` with the content and what is said of it. Each is made in
 * `underWay/` and moved to its place as a whole, so that what is in a place is complete.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sanitizeFileName, type TicketNumber } from '@rooms-pro/core';
import { StoreError } from '../storeError.ts';
import {
  atMost,
  byAge,
  checkTicket,
  isAddress,
  largestBytesByDefault,
  sanitizeContentType,
} from './attachmentRules.ts';
import type {
  Attachment,
  Attachments,
  FolderAttachmentsOptions,
  NewAttachment,
} from './attachments.ts';

/** Makes the folder, which is then this process's alone, and answers the attachments in it. */
export async function startFolderAttachments({
  folder,
  largestBytes = largestBytesByDefault,
}: FolderAttachmentsOptions): Promise<Attachments> {
  const underWay = join(folder, 'underWay');
  /** Only ever joined from a ticket's number and an id of our own making. */
  const placeOf = (ticket: TicketNumber, id: string) => join(folder, ticket, id);

  async function describe(ticket: TicketNumber, id: string): Promise<Attachment | null> {
    if (!isAddress(ticket, id)) return null;
    const text = await orNull(readFile(join(placeOf(ticket, id), 'about.json'), 'utf8'));
    return text === null ? null : (JSON.parse(text) as Attachment);
  }

  async function put(ticket: TicketNumber, { name, contentType, at, content }: NewAttachment) {
    checkTicket(ticket);
    const id = randomUUID();
    const making = join(underWay, id);
    const seen = { bytes: 0 };
    try {
      await mkdir(making);
      await writeDurably(join(making, 'content'), atMost(content, largestBytes, seen));
      const said = {
        name: sanitizeFileName(name),
        contentType: sanitizeContentType(contentType),
        at,
      };
      const attachment: Attachment = { id, ...said, sizeBytes: seen.bytes };
      await writeDurably(join(making, 'about.json'), [Buffer.from(JSON.stringify(attachment))]);
      await flushFolder(making);
      await mkdir(join(folder, ticket), { recursive: true });
      await flushFolder(folder);
      await rename(making, placeOf(ticket, id));
      // The commit that lists the file must not be more durable than the file's name.
      await flushFolder(join(folder, ticket));
      return attachment;
    } catch (error) {
      await rm(making, { recursive: true, force: true });
      await rm(placeOf(ticket, id), { recursive: true, force: true });
      throw error;
    }
  }

  /** What was under way when a process ended was never confirmed to anybody. */
  async function clear(): Promise<void> {
    await rm(underWay, { recursive: true, force: true });
    await mkdir(underWay, { recursive: true });
    await flushFolder(dirname(folder));
  }

  const ask = <A>(asking: Promise<A>) =>
    asking.catch((error: unknown) => {
      throw explain(folder, error);
    });
  await ask(clear());

  return {
    put: (ticket, attachment) => ask(put(ticket, attachment)),
    async get(ticket, id) {
      const attachment = await ask(describe(ticket, id));
      if (attachment === null) return null;
      return { attachment, content: createReadStream(join(placeOf(ticket, id), 'content')) };
    },
    async delete(ticket, id) {
      if (!isAddress(ticket, id)) return;
      const leaving = join(underWay, `${id}-deleted`);
      await ask(orNull(rename(placeOf(ticket, id), leaving)));
      await ask(rm(leaving, { recursive: true, force: true }));
    },
    async list(ticket) {
      checkTicket(ticket);
      const ids = (await ask(orNull(readdir(join(folder, ticket))))) ?? [];
      const found = await ask(Promise.all(ids.map((id) => describe(ticket, id))));
      return found.filter((one) => one !== null).sort(byAge);
    },
  };
}

async function writeDurably(
  file: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of content) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder durable. Windows has no call for that and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function orNull<T>(asking: Promise<T>): Promise<T | null> {
  return asking.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Faults of the disk as a sentence; what the sender's stream threw stays as it is. */
function explain(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : null;
  const ofDisk = ['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EDQUOT', 'EMFILE'];
  if (typeof code !== 'string' || !ofDisk.includes(code)) return error;
  const sentence = `Attachments cannot be kept in ${folder} (${code}). Check the disk and the rights on the folder.`;
  return new StoreError('unavailable', sentence, error);
}

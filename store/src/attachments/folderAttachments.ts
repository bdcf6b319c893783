/**
 * Attachments as files: `TICKET/ID/` contains the content and the metadata. An upload writes to
 * `underWay/` and then moves the whole folder, so that every folder of a ticket is complete.
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

/** Creates the folder and returns the attachments in it. No other process may use the folder. */
export async function startFolderAttachments({
  folder,
  largestBytes = largestBytesByDefault,
}: FolderAttachmentsOptions): Promise<Attachments> {
  const places = findPlaces(folder);
  const { underWay, pathFor } = places;

  async function describe(ticket: TicketNumber, id: string): Promise<Attachment | null> {
    if (!isAddress(ticket, id)) return null;
    const text = await orNull(readFile(join(pathFor(ticket, id), 'about.json'), 'utf8'));
    return text === null ? null : (JSON.parse(text) as Attachment);
  }

  /** Deletes unfinished uploads of an earlier process; it never confirmed them. */
  async function clear(): Promise<void> {
    await rm(underWay, { recursive: true, force: true });
    await mkdir(underWay, { recursive: true });
    await flushFolder(dirname(folder));
  }

  const explained = <A>(call: Promise<A>) =>
    call.catch((error: unknown) => {
      throw explain(folder, error);
    });
  await explained(clear());

  return {
    put: (ticket, attachment) => explained(put(places, ticket, attachment, largestBytes)),
    async get(ticket, id) {
      const attachment = await explained(describe(ticket, id));
      if (attachment === null) return null;
      return { attachment, content: createReadStream(join(pathFor(ticket, id), 'content')) };
    },
    async delete(ticket, id) {
      if (!isAddress(ticket, id)) return;
      const leaving = join(underWay, `${id}-deleted`);
      await explained(orNull(rename(pathFor(ticket, id), leaving)));
      await explained(rm(leaving, { recursive: true, force: true }));
    },
    async list(ticket) {
      checkTicket(ticket);
      const ids = (await explained(orNull(readdir(join(folder, ticket))))) ?? [];
      const found = await explained(Promise.all(ids.map((id) => describe(ticket, id))));
      return found.filter((one) => one !== null).sort(byAge);
    },
  };
}

type Places = ReturnType<typeof findPlaces>;

function findPlaces(folder: string) {
  return {
    folder,
    /** Unfinished uploads. */
    underWay: join(folder, 'underWay'),
    /** The path contains only a ticket number and a generated id. */
    pathFor: (ticket: TicketNumber, id: string) => join(folder, ticket, id),
  };
}

/** Writes the content and the metadata to `underWay/`, and moves them when both are durable. */
async function put(
  { folder, underWay, pathFor }: Places,
  ticket: TicketNumber,
  { name, contentType, at, content }: NewAttachment,
  largestBytes: number,
): Promise<Attachment> {
  checkTicket(ticket);
  const id = randomUUID();
  const draft = join(underWay, id);
  const seen = { bytes: 0 };
  try {
    await mkdir(draft);
    await writeDurably(join(draft, 'content'), atMost(content, largestBytes, seen));
    const metadata = {
      name: sanitizeFileName(name),
      contentType: sanitizeContentType(contentType),
      at,
    };
    const attachment: Attachment = { id, ...metadata, sizeBytes: seen.bytes };
    await writeDurably(join(draft, 'about.json'), [Buffer.from(JSON.stringify(attachment))]);
    await flushFolder(draft);
    await mkdir(join(folder, ticket), { recursive: true });
    await flushFolder(folder);
    await rename(draft, pathFor(ticket, id));
    // The name of the file must be durable before the commit that lists the file.
    await flushFolder(join(folder, ticket));
    return attachment;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    await rm(pathFor(ticket, id), { recursive: true, force: true });
    throw error;
  }
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

/** Makes the file names in a folder durable. Windows has no such call and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  return call.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Turns faults of the disk into sentences; returns errors of the sender's stream unchanged. */
function explain(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : null;
  const diskCodes = ['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EDQUOT', 'EMFILE'];
  if (typeof code !== 'string' || !diskCodes.includes(code)) return error;
  const sentence = `Attachments cannot be stored in ${folder} (${code}). Check the disk and the permissions of the folder.`;
  return new StoreError('unavailable', sentence, error);
}

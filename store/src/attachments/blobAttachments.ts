/** Attachments as blobs: `TICKET/ID`, with the sender's file name in the metadata. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type BlobDownloadResponseParsed,
  BlobServiceClient,
  type ContainerClient,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { sanitizeFileName, type TicketNumber } from '@rooms-pro/core';
import { azureCredential } from '../azureCredential.ts';
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
  BlobAttachmentsOptions,
  BlobSignIn,
  NewAttachment,
} from './attachments.ts';

/** Size of the pieces of an upload; an upload keeps two pieces in memory. */
const pieceBytes = 4 * 1024 * 1024;

/** Opens the container and returns the attachments in it. */
export async function startBlobAttachments(options: BlobAttachmentsOptions): Promise<Attachments> {
  const { accountUrl, largestBytes = largestBytesByDefault } = options;
  const explained = <A>(call: () => Promise<A>) =>
    call().catch((error: unknown) => {
      throw explain(accountUrl, error);
    });
  const container = await explained(() => openContainer(options));

  return {
    put: (ticket, attachment) =>
      explained(() => upload(container, ticket, attachment, largestBytes)),
    async get(ticket, id) {
      if (!isAddress(ticket, id)) return null;
      const blob = container.getBlockBlobClient(`${ticket}/${id}`);
      const found = await explained(() => orNull(blob.download()));
      return found === null ? null : downloaded(id, found);
    },
    async delete(ticket, id) {
      if (!isAddress(ticket, id)) return;
      await explained(() => container.getBlockBlobClient(`${ticket}/${id}`).deleteIfExists());
    },
    async list(ticket) {
      checkTicket(ticket);
      return explained(async () => {
        const found: Attachment[] = [];
        const prefix = `${ticket}/`;
        for await (const blob of container.listBlobsFlat({ prefix, includeMetadata: true })) {
          const { contentType, contentLength = 0 } = blob.properties;
          const id = blob.name.slice(prefix.length);
          found.push(toAttachment(id, blob.metadata, contentType, contentLength));
        }
        return found.sort(byAge);
      });
    },
  };
}

async function openContainer(options: BlobAttachmentsOptions): Promise<ContainerClient> {
  const { accountUrl, signIn, createMissing } = options;
  const service = new BlobServiceClient(accountUrl, toCredential(signIn), {
    retryOptions: { maxTries: 4, tryTimeoutInMs: 30_000, maxRetryDelayInMs: 4000 },
  });
  const container = service.getContainerClient(options.container ?? 'attachments');
  if (createMissing) await container.createIfNotExists();
  else await container.getProperties();
  return container;
}

/** The blob exists only after the last piece has arrived; Azure deletes uncommitted pieces. */
async function upload(
  container: ContainerClient,
  ticket: TicketNumber,
  { name, contentType, at, content }: NewAttachment,
  largestBytes: number,
): Promise<Attachment> {
  checkTicket(ticket);
  const id = randomUUID();
  const seen = { bytes: 0 };
  const type = sanitizeContentType(contentType);
  const shown = sanitizeFileName(name);
  const blob = container.getBlockBlobClient(`${ticket}/${id}`);
  const source = Readable.from(atMost(content, largestBytes, seen), { objectMode: false });
  await blob.uploadStream(source, pieceBytes, 2, {
    // A browser that opens the address downloads the file and never renders it as a page.
    blobHTTPHeaders: { blobContentType: type, blobContentDisposition: 'attachment' },
    // Metadata are HTTP headers, so the name is encoded: it may contain letters of any script.
    metadata: { name: Buffer.from(shown).toString('base64url'), at },
    conditions: { ifNoneMatch: '*' },
  });
  return { id, name: shown, contentType: type, sizeBytes: seen.bytes, at };
}

function downloaded(id: string, found: BlobDownloadResponseParsed) {
  const { readableStreamBody, metadata, contentType, contentLength = 0 } = found;
  if (!(readableStreamBody instanceof Readable))
    throw new Error('The response has no content of the blob.');
  const attachment = toAttachment(id, metadata, contentType, contentLength);
  return { attachment, content: readableStreamBody };
}

function toAttachment(
  id: string,
  metadata: Readonly<Record<string, string>> | undefined,
  contentType: string | undefined,
  sizeBytes: number,
): Attachment {
  const { name = '', at = '' } = metadata ?? {};
  return {
    id,
    name: sanitizeFileName(Buffer.from(name, 'base64url').toString('utf8')),
    contentType: sanitizeContentType(contentType ?? ''),
    sizeBytes,
    at,
  };
}

function toCredential(signIn: BlobSignIn) {
  if ('key' in signIn) return new StorageSharedKeyCredential(signIn.accountName, signIn.key);
  if ('credential' in signIn) return signIn.credential;
  return azureCredential(signIn.managedIdentity);
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  return call.catch((error: unknown) => {
    const isGone = errorCode(error) === 'BlobNotFound';
    if (isGone) return null;
    throw error;
  });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Turns faults of the account into sentences; returns errors of the sender's stream unchanged. */
function explain(accountUrl: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'RestError') return error;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 401 || status === 403) {
    const sentence = `${accountUrl} refused this key or identity. Check the key, or the roles and the firewall of the account.`;
    return new StoreError('denied', sentence, error);
  }
  if (status === 404) {
    const sentence = `The container for attachments does not exist at ${accountUrl}. Deploy the infrastructure first.`;
    return new StoreError('missing', sentence, error);
  }
  const sentence = `${accountUrl} does not respond as expected. Check the network and the state of the account, then try again.`;
  return new StoreError('unavailable', sentence, error);
}

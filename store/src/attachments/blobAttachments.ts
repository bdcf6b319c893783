/** Attachments as blobs: `TICKET/ID`, with the name its sender gave it in the metadata. */
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

/** Sent in pieces of this size, two at a time: what one upload may hold in memory. */
const pieceBytes = 4 * 1024 * 1024;

/** Opens the container and answers the attachments in it. */
export async function startBlobAttachments(options: BlobAttachmentsOptions): Promise<Attachments> {
  const { accountUrl, largestBytes = largestBytesByDefault } = options;
  const ask = <A>(call: () => Promise<A>) =>
    call().catch((error: unknown) => {
      throw explain(accountUrl, error);
    });
  const container = await ask(() => openContainer(options));

  return {
    put: (ticket, attachment) => ask(() => upload(container, ticket, attachment, largestBytes)),
    async get(ticket, id) {
      if (!isAddress(ticket, id)) return null;
      const blob = container.getBlockBlobClient(`${ticket}/${id}`);
      const found = await ask(() => orNull(blob.download()));
      return found === null ? null : downloaded(id, found);
    },
    async delete(ticket, id) {
      if (!isAddress(ticket, id)) return;
      await ask(() => container.getBlockBlobClient(`${ticket}/${id}`).deleteIfExists());
    },
    async list(ticket) {
      checkTicket(ticket);
      return ask(async () => {
        const found: Attachment[] = [];
        const prefix = `${ticket}/`;
        for await (const blob of container.listBlobsFlat({ prefix, includeMetadata: true })) {
          const { contentType, contentLength = 0 } = blob.properties;
          const id = blob.name.slice(prefix.length);
          found.push(attachmentOf(id, blob.metadata, contentType, contentLength));
        }
        return found.sort(byAge);
      });
    },
  };
}

async function openContainer(options: BlobAttachmentsOptions): Promise<ContainerClient> {
  const { accountUrl, signIn, createMissing } = options;
  const service = new BlobServiceClient(accountUrl, credentialOf(signIn), {
    retryOptions: { maxTries: 4, tryTimeoutInMs: 30_000, maxRetryDelayInMs: 4000 },
  });
  const container = service.getContainerClient(options.container ?? 'attachments');
  if (createMissing) await container.createIfNotExists();
  else await container.getProperties();
  return container;
}

/** Nothing is there until the last piece has arrived: uncommitted pieces go by themselves. */
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
    // Whoever opens it by its address gets a download, never a page of ours.
    blobHTTPHeaders: { blobContentType: type, blobContentDisposition: 'attachment' },
    // Metadata are headers: letters of any script must not meet them as they are.
    metadata: { name: Buffer.from(shown).toString('base64url'), at },
    conditions: { ifNoneMatch: '*' },
  });
  return { id, name: shown, contentType: type, sizeBytes: seen.bytes, at };
}

function downloaded(id: string, found: BlobDownloadResponseParsed) {
  const { readableStreamBody, metadata, contentType, contentLength = 0 } = found;
  if (!(readableStreamBody instanceof Readable))
    throw new Error('A blob came without its content.');
  const attachment = attachmentOf(id, metadata, contentType, contentLength);
  return { attachment, content: readableStreamBody };
}

function attachmentOf(
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

function credentialOf(signIn: BlobSignIn) {
  if ('key' in signIn) return new StorageSharedKeyCredential(signIn.accountName, signIn.key);
  if ('credential' in signIn) return signIn.credential;
  return azureCredential(signIn.managedIdentity);
}

async function orNull<T>(asking: Promise<T>): Promise<T | null> {
  return asking.catch((error: unknown) => {
    const isGone = codeOf(error) === 'BlobNotFound';
    if (isGone) return null;
    throw error;
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Faults of the account as a sentence; what the sender's stream threw stays as it is. */
function explain(accountUrl: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'RestError') return error;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 401 || status === 403) {
    const sentence = `${accountUrl} refused this key or identity. Check the key, or the roles and the firewall of the account.`;
    return new StoreError('denied', sentence, error);
  }
  if (status === 404) {
    const sentence = `The container for attachments is not there at ${accountUrl}. Deploy the infrastructure first.`;
    return new StoreError('missing', sentence, error);
  }
  const sentence = `${accountUrl} does not answer as it should. Check the network and the account's state, then try again.`;
  return new StoreError('unavailable', sentence, error);
}

/** Files of a ticket (pictures, videos, logs) as streams, beside the store; and the doors to them. */
import type { Readable } from 'node:stream';
import type { TokenCredential } from '@azure/core-auth';
import type { Instant, TicketNumber } from '@rooms-pro/core';

/** What is known of an attachment without reading it. */
export type Attachment = {
  /** Given by the place that keeps it; the name that a person chose is never an address. */
  readonly id: string;
  /** As its sender named it, tamed (`sanitizeFileName`), at most 255 long: hostile text. */
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly at: Instant;
};

/** What is to be kept. `contentType` is what its sender says: never to be believed when served. */
export type NewAttachment = Pick<Attachment, 'name' | 'contentType' | 'at'> & {
  readonly content: AsyncIterable<Uint8Array>;
};

/** Where attachments are kept. All of it throws a `StoreError` when the place fails. */
export interface Attachments {
  /**
   * Keeps what comes, to its end; resolves once it is there. Throws `tooLarge` as soon as it is more
   * than the limit; then, and when the content breaks off, nothing of it is there.
   */
  put(ticket: TicketNumber, attachment: NewAttachment): Promise<Attachment>;
  /** The attachment and its content, to be read to the end or destroyed; `null`: there is none. */
  get(
    ticket: TicketNumber,
    id: string,
  ): Promise<{ readonly attachment: Attachment; readonly content: Readable } | null>;
  /** Removes one; one that is not there is no error. */
  delete(ticket: TicketNumber, id: string): Promise<void>;
  /** Those of one ticket, oldest first. */
  list(ticket: TicketNumber): Promise<readonly Attachment[]>;
}

export type FolderAttachmentsOptions = {
  /** Made if it is missing. */
  readonly folder: string;
  /** Larger ones are refused. Default 100 MB. */
  readonly largestBytes?: number;
};

/** A key of a storage account, a managed identity by its client id or `default`, or a credential. */
export type BlobSignIn =
  | { readonly accountName: string; readonly key: string }
  | { readonly managedIdentity: string }
  | { readonly credential: TokenCredential };

export type BlobAttachmentsOptions = {
  /** `https://NAME.blob.core.windows.net`. */
  readonly accountUrl: string;
  readonly signIn: BlobSignIn;
  /** Default `attachments`. */
  readonly container?: string;
  /** Creates the container where it is missing; in production the infrastructure does. */
  readonly createMissing?: boolean;
  /** Larger ones are refused. Default 100 MB. */
  readonly largestBytes?: number;
};

/** Attachments as files of one folder: for the embedded store. */
export async function openFolderAttachments(
  options: FolderAttachmentsOptions,
): Promise<Attachments> {
  const { startFolderAttachments } = await import('./folderAttachments.ts');
  return startFolderAttachments(options);
}

/** Attachments in Azure Blob storage; its SDK is loaded when they are opened, not before. */
export async function openBlobAttachments(options: BlobAttachmentsOptions): Promise<Attachments> {
  const { startBlobAttachments } = await import('./blobAttachments.ts');
  return startBlobAttachments(options);
}

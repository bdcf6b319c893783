/** Files of a ticket (pictures, videos, logs) as streams, beside the store: the types. */
import type { Readable } from 'node:stream';
import type { TokenCredential } from '@azure/core-auth';
import type { Instant, TicketNumber } from '@rooms-pro/core';

/** The metadata of an attachment. */
export type Attachment = {
  /** Assigned by the storage; a file name from a person is never part of an address. */
  readonly id: string;
  /** The sanitized name from the sender (`sanitizeFileName`), at most 255 characters: hostile text. */
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly at: Instant;
};

/** A new attachment. `contentType` comes from the sender: never trust it when you serve the file. */
export type NewAttachment = Pick<Attachment, 'name' | 'contentType' | 'at'> & {
  readonly content: AsyncIterable<Uint8Array>;
};

/** The storage of attachments. Every method throws a `StoreError` when the storage fails. */
export interface Attachments {
  /**
   * Stores the whole content; resolves when it is stored. Throws `tooLarge` as soon as the content exceeds
   * the limit. Then, and when the content ends early, it stores nothing.
   */
  put(ticket: TicketNumber, attachment: NewAttachment): Promise<Attachment>;
  /** The attachment and its content. Read the content to its end, or destroy it. `null`: it does not exist. */
  get(
    ticket: TicketNumber,
    id: string,
  ): Promise<{ readonly attachment: Attachment; readonly content: Readable } | null>;
  /** Removes an attachment; a missing attachment is no error. */
  delete(ticket: TicketNumber, id: string): Promise<void>;
  /** The attachments of one ticket, oldest first. */
  list(ticket: TicketNumber): Promise<readonly Attachment[]>;
}

export type FolderAttachmentsOptions = {
  /** Created if it is missing. */
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

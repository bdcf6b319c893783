/** Opens the storage of attachments that the settings name. */
import type {
  Attachments,
  BlobAttachmentsOptions,
  FolderAttachmentsOptions,
} from './attachments.ts';

/** The storage of attachments of a deployable. */
export type AttachmentSettings =
  | {
      readonly kind: 'blob';
      /** `https://NAME.blob.core.windows.net`. */
      readonly accountUrl: string;
      /** Client id of the managed identity; `default`: the identity that the environment offers. */
      readonly identity: string;
    }
  /** One process on one machine. */
  | { readonly kind: 'folder'; readonly folder: string };

/** Opens the storage. Throws a `StoreError` with a sentence when that fails. */
export async function openAttachments(settings: AttachmentSettings): Promise<Attachments> {
  if (settings.kind === 'folder') return openFolderAttachments({ folder: settings.folder });
  const { accountUrl, identity } = settings;
  return openBlobAttachments({ accountUrl, signIn: { managedIdentity: identity } });
}

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

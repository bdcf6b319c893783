/** Opens the place of attachments that a deployable's settings name. */
import { type Attachments, openBlobAttachments, openFolderAttachments } from './attachments.ts';

/** Where a deployable keeps attachments. */
export type AttachmentSettings =
  | {
      readonly kind: 'blob';
      /** `https://NAME.blob.core.windows.net`. */
      readonly accountUrl: string;
      /** Client id of the managed identity; `default`: whatever the surroundings offer. */
      readonly identity: string;
    }
  /** One process on one machine. */
  | { readonly kind: 'folder'; readonly folder: string };

/** Opens it. Throws a `StoreError` with a sentence when it cannot be had. */
export async function openAttachments(settings: AttachmentSettings): Promise<Attachments> {
  if (settings.kind === 'folder') return openFolderAttachments({ folder: settings.folder });
  const { accountUrl, identity } = settings;
  return openBlobAttachments({ accountUrl, signIn: { managedIdentity: identity } });
}

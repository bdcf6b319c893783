/**
 * Facts about attachments for the bot and the tab. They are separate from the schemas, which the
 * tab does not need.
 */

/** The size of the largest accepted attachment, in bytes. */
export const largestAttachmentBytes = 100 * 1024 * 1024;

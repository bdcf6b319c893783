/** What both ends must know of attachments. Apart from the schemas, which a page has no use for. */

/** The largest attachment that is taken, in bytes. */
export const largestAttachmentBytes = 100 * 1024 * 1024;

/** Why a file of a device is refused, in sentences for the people who maintain the device. */
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { Refusal } from '../http/refusal.ts';

export const noStorage: Refusal = {
  status: 501,
  code: 'noAttachments',
  sentence: 'Files are not accepted here, because no storage for them is configured.',
};
export const incompleteUpload: Refusal = {
  status: 400,
  code: 'headersMissing',
  sentence:
    'Send the device, the command and the file name in the headers x-device, x-command and x-attachment-name (percent-encoded).',
};
export const deviceForbidden: Refusal = {
  status: 403,
  code: 'keyForbidden',
  sentence: 'This key is valid for another device only.',
};
export const notOrdered: Refusal = {
  status: 409,
  code: 'notOrdered',
  sentence: 'This command did not order logs from this device, or it ended too long ago.',
};
export const cannotBeAttached: Refusal = {
  status: 409,
  code: 'notAttached',
  sentence:
    'The ticket accepts no more files. Remove an attachment that is no longer needed, and order the logs again.',
};
export const attachmentTooLarge: Refusal = {
  status: 413,
  code: 'bodyTooLarge',
  sentence: `The file is larger than ${largestAttachmentBytes / 1024 / 1024} MB and was not stored.`,
};
export const attachmentIncomplete: Refusal = {
  status: 400,
  code: 'bodyIncomplete',
  sentence: 'The body ended before it was complete. Nothing was stored.',
};

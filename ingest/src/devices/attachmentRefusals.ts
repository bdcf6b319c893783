/** Why a file of a device is not taken, in words for whoever looks after the device. */
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { Refusal } from '../http/refusal.ts';

export const noStorage: Refusal = {
  status: 501,
  code: 'noAttachments',
  sentence: 'Files are not kept here: no place for them has been set up.',
};
export const incompleteUpload: Refusal = {
  status: 400,
  code: 'headersMissing',
  sentence:
    'Name the device, the command and the file in the headers x-device, x-command and x-attachment-name (percent-encoded).',
};
export const deviceForbidden: Refusal = {
  status: 403,
  code: 'keyForbidden',
  sentence: 'This key speaks for another device only.',
};
export const notOrdered: Refusal = {
  status: 409,
  code: 'notOrdered',
  sentence: 'No logs are asked of this device under this command, or it ended too long ago.',
};
export const cannotBeAttached: Refusal = {
  status: 409,
  code: 'notAttached',
  sentence:
    'The ticket takes no more files. Remove an attachment that nobody needs, and order the logs again.',
};
export const attachmentTooLarge: Refusal = {
  status: 413,
  code: 'bodyTooLarge',
  sentence: `The file is larger than ${largestAttachmentBytes / 1024 / 1024} MB and was not kept.`,
};
export const attachmentIncomplete: Refusal = {
  status: 400,
  code: 'bodyIncomplete',
  sentence: 'The body ended before it was complete. Nothing was kept.',
};

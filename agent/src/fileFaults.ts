/** Explains errors of the file system and what to do. Pure. */

export type FileFault = { readonly sentence: string; readonly advice: string };

const elsewhere = 'or set another path in the settings (agent.json).';

/** Explains an error of the file system; `null` when a person at the device cannot fix it. */
export function explainFileFault(error: unknown): FileFault | null {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return null;
  const file = String(error.path);
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return {
        sentence: `This account has no right to ${file}.`,
        advice: `Give this account the right to read and write there, run this command as an administrator, ${elsewhere}`,
      };
    case 'EROFS':
      return {
        sentence: `Writing to ${file} is not possible: the disk is read-only.`,
        advice: `Make the disk writable, ${elsewhere}`,
      };
    case 'EEXIST':
    case 'ENOTDIR':
      return {
        sentence: `${file} must be a folder, but it is a file.`,
        advice: `Move the file away, ${elsewhere}`,
      };
    case 'EISDIR':
      return {
        sentence: `${file} must be a file, but it is a folder.`,
        advice: `Move the folder away, ${elsewhere}`,
      };
    case 'ENOENT':
      return {
        sentence: `${file} does not exist.`,
        advice: `Check the spelling, ${elsewhere}`,
      };
    case 'ENOSPC':
      return {
        sentence: `The disk of ${file} is full.`,
        advice: `Free some space on the disk, ${elsewhere}`,
      };
    default:
      return null;
  }
}

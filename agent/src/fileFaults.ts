/** What a disk's error means, in words, with what to do. Pure. */

export type FileFault = { readonly sentence: string; readonly mend: string };

const elsewhere = 'or name another place in the settings (agent.json).';

/** Explains an error of the file system; `null` when it is none that a person at the device could mend. */
export function explainFileFault(error: unknown): FileFault | null {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return null;
  const file = String(error.path);
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return {
        sentence: `This account has no right to ${file}.`,
        mend: `Give it the right to read and write there, run this as an administrator, ${elsewhere}`,
      };
    case 'EROFS':
      return {
        sentence: `Nothing can be written to ${file}: its disk is read-only.`,
        mend: `Make the disk writable, ${elsewhere}`,
      };
    case 'EEXIST':
    case 'ENOTDIR':
      return {
        sentence: `A folder is needed at ${file}, but a file stands in its place.`,
        mend: `Move the file away, ${elsewhere}`,
      };
    case 'EISDIR':
      return {
        sentence: `A file is needed at ${file}, but a folder stands in its place.`,
        mend: `Move the folder away, ${elsewhere}`,
      };
    case 'ENOENT':
      return {
        sentence: `There is no ${file}.`,
        mend: `Check how it is spelt, ${elsewhere}`,
      };
    case 'ENOSPC':
      return {
        sentence: `The disk of ${file} is full.`,
        mend: `Make room on it, ${elsewhere}`,
      };
    default:
      return null;
  }
}

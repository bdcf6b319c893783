/** The log as a file that does not grow for ever: one full file is kept beside the current one. */
import { lstatSync, mkdirSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { appendToPlainFile } from '../folders/openFile.ts';

const fullAtBytes = 2 * 1024 * 1024;

/**
 * Makes what appends lines to the file. What cannot be written is let go: the service goes on. A
 * link in the file's place is not written through: its maker could choose the file behind it.
 */
export function createLogFile(file: string): (line: string) => void {
  return (line) => {
    try {
      const size = lstatSync(file, { throwIfNoEntry: false })?.size;
      if (size === undefined) mkdirSync(path.dirname(file), { recursive: true });
      else if (size >= fullAtBytes) renameSync(file, `${file}.1`);
      appendToPlainFile(file, (descriptor) => writeSync(descriptor, line));
    } catch {
      // A full disk: the log has nowhere to say so.
    }
  };
}

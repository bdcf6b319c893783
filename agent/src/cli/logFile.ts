/** Writes the log to a file of limited size: one full file is kept beside the current file. */
import { lstatSync, mkdirSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { appendToPlainFile } from '../folders/openFile.ts';

const fullAtBytes = 2 * 1024 * 1024;

/**
 * Creates the function that appends lines to the file. A line that cannot be written is dropped, so that
 * the service continues. The function does not follow a link: its creator could choose the target file.
 */
export function createLogFile(file: string): (line: string) => void {
  return (line) => {
    try {
      const size = lstatSync(file, { throwIfNoEntry: false })?.size;
      if (size === undefined) mkdirSync(path.dirname(file), { recursive: true });
      else if (size >= fullAtBytes) renameSync(file, `${file}.1`);
      appendToPlainFile(file, (descriptor) => writeSync(descriptor, line));
    } catch {
      // On a full disk this error cannot be logged.
    }
  };
}

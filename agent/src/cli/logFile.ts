/** The log as a file that does not grow for ever: one full file is kept beside the current one. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const fullAtBytes = 2 * 1024 * 1024;

/** Makes what appends lines to the file. What cannot be written is let go: the service goes on. */
export function createLogFile(file: string): (line: string) => void {
  return (line) => {
    try {
      const size = statSync(file, { throwIfNoEntry: false })?.size;
      if (size === undefined) mkdirSync(path.dirname(file), { recursive: true });
      else if (size >= fullAtBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // A full disk: the log has nowhere to say so.
    }
  };
}

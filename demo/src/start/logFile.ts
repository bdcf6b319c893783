/** One log of JSON lines for all processes of `npm start`; other lines are wrapped in JSON. */
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type LogFile = {
  readonly file: string;
  /** Writes each line of a process to the log. */
  follow(part: string, stream: Readable | null): void;
  close(): Promise<void>;
};

/** Opens a new log and overwrites the old one. */
export function openLogFile(dataFolder: string): LogFile {
  const file = path.join(dataFolder, 'logs', 'start.jsonl');
  mkdirSync(path.dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  return {
    file,
    follow(part, from) {
      if (from === null) return;
      createInterface({ input: from }).on('line', (line) => {
        if (line.trim() !== '') stream.write(`${isJson(line) ? line : wrap(part, line)}\n`);
      });
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

function isJson(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function wrap(part: string, text: string): string {
  return JSON.stringify({ time: new Date().toISOString(), part, event: 'said', text });
}

/** Files that survive a power cut: written to a temporary file, flushed, then renamed. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** A small stored value: on disk, or in memory for simulations. */
export type PersistedValue<T> = {
  /** The last written value; `null` when no value exists or the value is damaged. */
  read(): T | null;
  /** The value is durable when this returns; throws when it cannot be stored. */
  write(value: T): void;
};

/**
 * Replaces a file's content atomically. Throws when the disk fails. `protect` receives the new file
 * while it is still empty.
 */
export function writeDurably(
  file: string,
  text: string,
  mode = 0o600,
  protect: (file: string) => void = () => {},
): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  // A file that remains from a crash may be open in another process.
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', mode);
  try {
    protect(temporary);
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  flushFolder(path.dirname(file));
}

/** Creates a folder if it is missing; throws when this account cannot write into it. */
export function makeWritable(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Makes created and removed names in a folder durable. Windows does not need this call and does not have it. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Stores a value in a JSON file. `parse` validates the content, because files can be damaged. */
export function persistInFile<T>(
  file: string,
  parse: (value: unknown) => T | null,
): PersistedValue<T> {
  return {
    read() {
      const text = readIfThere(file);
      if (text === null) return null;
      try {
        return parse(JSON.parse(text));
      } catch {
        return null;
      }
    },
    write: (value) => writeDurably(file, JSON.stringify(value)),
  };
}

/** Stores a value until the process ends. */
export function persistInMemory<T>(): PersistedValue<T> {
  let stored: T | null = null;
  return {
    read: () => stored,
    write(value) {
      stored = value;
    },
  };
}

/** Reads a file's text; `null` when the file does not exist. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

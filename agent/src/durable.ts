/** Files that are whole after a power cut: written beside, flushed, then put in place. */
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

/** Something small that is kept: on disk, or in memory for simulations. */
export type Keep<T> = {
  /** What was kept last, or `null` when there is nothing or it is damaged. */
  read(): T | null;
  /** Durable when it returns; throws when it cannot be. */
  write(value: T): void;
};

/**
 * Replaces a file's content, all of it or nothing. Throws when the disk refuses. `protect` is given
 * the file that will take the place, while it is still empty.
 */
export function writeDurably(
  file: string,
  text: string,
  mode = 0o600,
  protect: (file: string) => void = () => {},
): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.new`;
  // One that a crash left may have been open to others.
  rmSync(beside, { force: true });
  const descriptor = openSync(beside, 'wx', mode);
  try {
    protect(beside);
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
  flushFolder(path.dirname(file));
}

/** Makes a folder if it is missing; throws when nothing can be written in it. */
export function makeWritable(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Makes names made or removed in a folder durable. Windows has no such call and needs none. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Keeps a value in a JSON file; `read` judges what stands there, for files can be damaged. */
export function keepInFile<T>(file: string, judge: (value: unknown) => T | null): Keep<T> {
  return {
    read() {
      const text = readIfThere(file);
      if (text === null) return null;
      try {
        return judge(JSON.parse(text));
      } catch {
        return null;
      }
    },
    write: (value) => writeDurably(file, JSON.stringify(value)),
  };
}

/** Keeps a value for as long as the process lives. */
export function keepInMemory<T>(): Keep<T> {
  let kept: T | null = null;
  return {
    read: () => kept,
    write(value) {
      kept = value;
    },
  };
}

/** A file's text, or `null` when there is no such file. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

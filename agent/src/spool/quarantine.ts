/** The folder `rejected`: messages and items that could not be processed, for a person to inspect. Bounded. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const maxFiles = 200;
const maxCharacters = 64 * 1024;

/** Creates the writer of the folder. An entry that cannot be written is dropped, so that it blocks nothing. */
export function createQuarantine(folder: string, now: () => Date) {
  let ordinal = 0;
  return (what: unknown, reason: string): void => {
    try {
      mkdirSync(folder, { recursive: true });
      ordinal += 1;
      const stamp = now().toISOString().replaceAll(/[:.]/g, '-');
      const file = `${stamp}-${String(ordinal).padStart(6, '0')}.json`;
      const text = JSON.stringify({ reason, what }).slice(0, maxCharacters);
      writeFileSync(path.join(folder, file), text, { mode: 0o600 });
      const all = readdirSync(folder).sort();
      for (const old of all.slice(0, Math.max(0, all.length - maxFiles)))
        rmSync(path.join(folder, old));
    } catch {
      // On a full disk the entry is lost; the spool still counts it.
    }
  };
}

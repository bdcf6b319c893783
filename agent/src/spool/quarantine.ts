/** The rejected folder: what nobody could make anything of, for a person to look at. Bounded. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const mostFiles = 200;
const mostCharacters = 64 * 1024;

/** Makes the rejected folder's writer. What cannot be written is forgotten: it must block nothing. */
export function createQuarantine(folder: string, now: () => Date) {
  let ordinal = 0;
  return (what: unknown, reason: string): void => {
    try {
      mkdirSync(folder, { recursive: true });
      ordinal += 1;
      const stamp = now().toISOString().replaceAll(/[:.]/g, '-');
      const file = `${stamp}-${String(ordinal).padStart(6, '0')}.json`;
      const text = JSON.stringify({ reason, what }).slice(0, mostCharacters);
      writeFileSync(path.join(folder, file), text, { mode: 0o600 });
      const all = readdirSync(folder).sort();
      for (const old of all.slice(0, Math.max(0, all.length - mostFiles)))
        rmSync(path.join(folder, old));
    } catch {
      // A full disk: the count is kept all the same.
    }
  };
}

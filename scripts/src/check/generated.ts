/** Step of the check: the generated files in the repository match the code. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeConfig } from '@rooms-pro/bot';
import { describeIngestConfig } from '@rooms-pro/ingest';
import { drawCost } from '../docs/costDoc.ts';
import { drawLifecycle } from '../docs/lifecycleDoc.ts';
import { drawRules } from '../docs/rulesDoc.ts';
import { drawSettings } from './settingsSample.ts';

const generated: Readonly<Record<string, () => string>> = {
  'docs/lifecycle.md': drawLifecycle,
  'docs/rules.md': drawRules,
  'docs/cost.md': drawCost,
  'env/.env.sample': () =>
    drawSettings([
      { title: 'The bot', file: 'bot/src/config.ts', settings: describeConfig() },
      { title: 'Ingest', file: 'ingest/src/config.ts', settings: describeIngestConfig() },
    ]),
};

/** Returns a sentence for each generated file under `root` that differs from the current output. */
export async function staleFiles(root: string): Promise<string[]> {
  const faults = await Promise.all(
    Object.entries(generated).map(async ([file, draw]) => {
      const present = await readFile(path.join(root, file), 'utf8').catch(() => null);
      if (present === draw()) return [];
      const what = present === null ? 'is missing' : 'is not up to date';
      return [`${file} ${what}; write it with: node scripts/src/check.ts --write`];
    }),
  );
  return faults.flat();
}

/** Writes all generated files under `root`. */
export async function writeGenerated(root: string): Promise<void> {
  for (const [file, draw] of Object.entries(generated)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), draw());
  }
}

/** Step of the check: every generated file in the repository is up to date. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeConfig } from '@rooms-pro/bot';
import { drawOpenApiDocument } from '@rooms-pro/core/routes';
import { describeIngestConfig } from '@rooms-pro/ingest';
import { drawBadge } from '../docs/badges.ts';
import { drawCost } from '../docs/costDoc.ts';
import { drawLifecycle } from '../docs/lifecycleDoc.ts';
import { drawRules } from '../docs/rulesDoc.ts';
import { drawDecisions } from './pages/decisions.ts';
import { drawSettings } from './settingsSample.ts';

const generated: Readonly<Record<string, (root: string) => string | Promise<string>>> = {
  'docs/adr/README.md': drawDecisions,
  'docs/pictures/badge-version.svg': (root) => drawBadge(root, 'version'),
  'docs/pictures/badge-node.svg': (root) => drawBadge(root, 'Node'),
  'docs/pictures/badge-licence.svg': (root) => drawBadge(root, 'licence'),
  'docs/lifecycle.md': drawLifecycle,
  'docs/rules.md': drawRules,
  'docs/cost.md': drawCost,
  'docs/openapi.json': () => `${JSON.stringify(drawOpenApiDocument(), null, 2)}\n`,
  'env/.env.sample': () =>
    drawSettings([
      { title: 'The bot', file: 'bot/src/config.ts', settings: describeConfig() },
      { title: 'Ingest', file: 'ingest/src/config.ts', settings: describeIngestConfig() },
    ]),
};

/** Generated files under `root` that are missing or out of date, as sentences. */
export async function staleFiles(root: string): Promise<string[]> {
  const faults = await Promise.all(
    Object.entries(generated).map(async ([file, draw]) => {
      const present = await readFile(path.join(root, file), 'utf8').catch(() => null);
      if (present === (await draw(root))) return [];
      const what = present === null ? 'is missing' : 'is not up to date';
      return [`${file} ${what}; write it with: node scripts/src/check.ts --write`];
    }),
  );
  return faults.flat();
}

/** Writes every generated file under `root`. */
export async function writeGenerated(root: string): Promise<void> {
  for (const [file, draw] of Object.entries(generated)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), await draw(root));
  }
}

/** The borders between the rooms are real: a scratch house with the real settings refuses offences. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from './check/runTool.ts';
import { root } from './root.ts';

const rooms = ['async', 'core', 'store', 'settings', 'insights', 'ingest', 'bot', 'tab', 'agent'];

/** A file's name without its number, and its content. */
type Sample = readonly [file: string, content: string];
const uses = (name: string) => `import * as it from '${name}';\nexport const used = it;\n`;

let house: string;

beforeAll(async () => {
  house = await mkdtemp(path.join(os.tmpdir(), 'borders-'));
  await mkdir(path.join(house, 'node_modules/@rooms-pro'), { recursive: true });
  for (const name of ['@types', 'zod', 'vite', 'undici-types'])
    await symlink(`${root}node_modules/${name}`, path.join(house, 'node_modules', name));
  for (const room of rooms) {
    await put(`${room}/src/index.ts`, 'export const word = 1;\n');
    for (const file of ['package.json', 'tsconfig.json'])
      await cp(`${root}${room}/${file}`, path.join(house, room, file));
    await symlink(path.join(house, room), path.join(house, 'node_modules/@rooms-pro', room));
  }
  await put('core/src/contracts/index.ts', 'export const wire = 1;\n');
  await cp(`${root}tsconfig.base.json`, path.join(house, 'tsconfig.base.json'));
  const biome = JSON.parse(await readFile(`${root}biome.json`, 'utf8'));
  await put('biome.json', JSON.stringify({ ...biome, vcs: { enabled: false } }));
});

afterAll(() => rm(house, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(house, file)), { recursive: true });
  await writeFile(path.join(house, file), content);
}

/** Puts samples into the house for one run of a tool; answers the lines said of each. */
async function judge(samples: readonly Sample[], tool: string, args: readonly string[]) {
  const files = samples.map(([file], index) =>
    file.replace(/(\.(?:test|suite))?\.tsx?$/, `${index}$&`),
  );
  for (const [index, file] of files.entries()) await put(file, samples[index]?.[1] ?? '');
  const { output } = await runTool(tool, args, { cwd: house });
  for (const file of files) await rm(path.join(house, file));
  const lines = output.split('\n');
  return files.map((file) => lines.filter((line) => line.includes(file)).join('\n'));
}

/** What the compiler says of each sample. It compiles room by room. */
async function compile(samples: readonly Sample[]): Promise<Map<Sample, string>> {
  const said = new Map<Sample, string>();
  for (const room of rooms) {
    const own = samples.filter(([file]) => file.startsWith(`${room}/`));
    const lines = await judge(own, 'tsc', ['-b', room, '--pretty', 'false']);
    for (const [index, sample] of own.entries()) said.set(sample, lines[index] ?? '');
  }
  return said;
}

const lint = (samples: readonly Sample[]) =>
  judge(samples, 'biome', ['lint', '--reporter=github', '--max-diagnostics=none', '.']);

describe('the compiler', () => {
  const fine: Sample[] = [
    ['store/src/fine.ts', uses('@rooms-pro/core')],
    ['store/src/fine.ts', uses('@rooms-pro/async')],
    ['ingest/src/fine.ts', uses('@rooms-pro/store')],
    ['bot/src/fine.ts', uses('@rooms-pro/store')],
    ['bot/src/fine.ts', uses('@rooms-pro/insights')],
    ['tab/src/fine.ts', uses('@rooms-pro/core/contracts')],
    ['agent/src/fine.ts', uses('@rooms-pro/core/contracts')],
  ];
  const offences: Sample[] = [
    ['core/src/offence.ts', uses('node:fs')],
    ['core/src/offence.ts', 'export const asked = process.env;\n'],
    ['core/src/offence.ts', 'export const later = () => setTimeout(() => 1, 5);\n'],
    ['core/src/offence.ts', 'export const page = () => document.title;\n'],
    ['core/src/offence.ts', uses('../../store/src/index.ts')],
    ['store/src/offence.ts', uses('../../bot/src/index.ts')],
    ['settings/src/offence.ts', uses('../../bot/src/index.ts')],
    ['insights/src/offence.ts', uses('../../store/src/index.ts')],
    ['tab/src/offence.ts', uses('node:fs')],
    ['agent/src/offence.ts', uses('../../ingest/src/index.ts')],
  ];

  let said: Map<Sample, string>;
  beforeAll(async () => {
    // In one run: the compiler judges each file by itself.
    said = await compile([...fine, ...offences]);
    expect(said.size).toBe(fine.length + offences.length);
  }, 60_000);

  it('accepts what the rooms may use', () => {
    expect(fine.map((sample) => said.get(sample))).toEqual(fine.map(() => ''));
  });

  it('refuses what a room does not have, and ways around the workspaces', () => {
    for (const sample of offences) expect(said.get(sample)).toContain('error TS');
  });
});

describe('the linter', () => {
  it('accepts what the rooms may use', async () => {
    const fine: Sample[] = [
      ['core/src/contracts/fine.ts', uses('zod')],
      ['core/src/tickets/fine.ts', uses('../words.ts')],
      ['store/src/fine.ts', uses('node:sqlite')],
      ['agent/src/spool/fine.ts', uses('node:sqlite')],
      ['ingest/src/fine.ts', uses('@azure/functions')],
      ['ingest/src/fine.ts', uses('@rooms-pro/store')],
      ['ingest/src/fine.ts', uses('@rooms-pro/insights')],
      ['bot/src/fine.ts', uses('@opentelemetry/api')],
      ['bot/src/teams/fine.ts', uses('botbuilder')],
      ['bot/src/teams/replies/fine.ts', uses('botbuilder')],
      ['bot/src/api/fine.ts', uses('@rooms-pro/core/contracts')],
      ['bot/src/cards/fine.ts', uses('@rooms-pro/core')],
      ['bot/src/cards/fine.ts', uses('./incident/incidentCard.ts')],
      ['bot/src/cards/lists/fine.ts', uses('@rooms-pro/core')],
      ['bot/src/cards/lists/fine.ts', uses('../elements.ts')],
      ['bot/src/cards/lists/fine.ts', uses('../shared/sharedCards.ts')],
      ['tab/src/rooms/fine.tsx', uses('@fluentui/react-components')],
      ['tab/src/rooms/fine.tsx', uses('../api/client.ts')],
      ['agent/src/net/fine.ts', uses('node:https')],
      ['agent/src/net/fine.ts', uses('@rooms-pro/core/contracts')],
      ['agent/src/net/fine.ts', uses('@rooms-pro/async')],
      ['agent/src/net/fine.ts', uses('../log.ts')],
      ['core/src/tickets/fine.test.ts', uses('@rooms-pro/testing/builders')],
      ['core/src/tickets/fine.suite.ts', uses('@rooms-pro/testing/builders')],
      ['bot/src/cards/lists/fine.suite.ts', uses('@rooms-pro/testing/builders')],
      ['ingest/src/fine.suite.ts', uses('@rooms-pro/testing/clock')],
    ];
    expect(await lint(fine)).toEqual(fine.map(() => ''));
  });

  const across: Sample[] = [
    ['core/src/offence.ts', uses('zod')],
    ['core/src/offence.ts', uses('@rooms-pro/store')],
    ['core/src/contracts/offence.ts', uses('node:fs')],
    ['core/src/tickets/offence.ts', uses('../../../store/src/index.ts')],
    ['store/src/offence.ts', uses('@rooms-pro/ingest')],
    ['store/src/offence.ts', uses('botbuilder')],
    ['ingest/src/offence.ts', uses('@rooms-pro/bot')],
    ['ingest/src/offence.ts', uses('@azure/cosmos')],
    ['ingest/src/offence.ts', uses('@opentelemetry/sdk-metrics')],
    ['bot/src/offence.ts', uses('@azure/monitor-opentelemetry-exporter')],
    ['store/src/offence.ts', uses('@rooms-pro/insights')],
    ['store/src/offence.ts', uses('@rooms-pro/settings')],
    ['settings/src/offence.ts', uses('@rooms-pro/bot')],
    ['settings/src/offence.ts', uses('@azure/cosmos')],
    ['insights/src/offence.ts', uses('@rooms-pro/core')],
    ['async/src/offence.ts', uses('@rooms-pro/core')],
    ['async/src/offence.ts', uses('node:timers/promises')],
    ['bot/src/api/offence.ts', uses('botbuilder')],
    ['bot/src/notify/offence.ts', uses('botbuilder-core')],
    ['bot/src/chat/offence.ts', uses('@microsoft/teams-ai')],
    ['bot/src/offence.ts', uses('@rooms-pro/ingest')],
    ['bot/src/fleet/offence.ts', uses('node:sqlite')],
    ['bot/src/cards/offence.ts', uses('../commands/executeCommand.ts')],
    ['bot/src/cards/offence.ts', uses('../tabLinks.ts')],
    ['bot/src/cards/offence.ts', uses('zod')],
    ['bot/src/cards/lists/offence.ts', uses('../../commands/executeCommand.ts')],
    ['bot/src/cards/lists/offence.ts', uses('../../tabLinks.ts')],
    ['bot/src/cards/lists/offence.ts', uses('zod')],
    ['bot/src/api/http/offence.ts', uses('botbuilder')],
    ['bot/src/notify/delivery/offence.ts', uses('botbuilder-core')],
    ['bot/src/process/offence.ts', uses('@azure/cosmos')],
    ['core/src/offence.ts', uses('@rooms-pro/testing/builders')],
    ['core/src/contracts/offence.ts', uses('@rooms-pro/testing/builders')],
    ['store/src/offence.ts', uses('@rooms-pro/testing/cosmos')],
    ['settings/src/offence.ts', uses('@rooms-pro/testing/clock')],
    ['insights/src/offence.ts', uses('@rooms-pro/testing/clock')],
    ['ingest/src/offence.ts', uses('@rooms-pro/testing/clock')],
    ['bot/src/offence.ts', uses('@rooms-pro/testing/clock')],
    ['bot/src/teams/offence.ts', uses('@rooms-pro/testing/teams')],
    ['bot/src/cards/offence.ts', uses('@rooms-pro/testing/builders')],
    ['bot/src/cards/lists/offence.ts', uses('@rooms-pro/testing/builders')],
    ['tab/src/offence.tsx', uses('@rooms-pro/testing/builders')],
    ['agent/src/offence.ts', uses('@rooms-pro/testing/clock')],
    ['scripts/src/offence.ts', uses('@rooms-pro/testing/teams')],
    ['demo/src/offence.ts', uses('@rooms-pro/testing/builders')],
    ['testing/src/offence.ts', uses('@azure/cosmos')],
    ['tab/src/offence.tsx', uses('@rooms-pro/store')],
    ['tab/src/offence.tsx', uses('@rooms-pro/bot')],
    ['agent/src/offence.ts', uses('@rooms-pro/core')],
    ['agent/src/offence.ts', uses('@rooms-pro/ingest')],
    ['agent/src/offence.ts', uses('node:sqlite')],
    ['agent/src/offence.ts', uses('pino')],
    ['agent/src/spool/offence.ts', uses('pino')],
    ['tab/src/offence.tsx', "export const fs = () => import('node:fs');\n"],
  ];

  it('refuses imports across a border', async () => {
    const said = await lint(across);
    for (const [index, [file, content]] of across.entries())
      expect(said[index], `${file}: ${content}`).toContain('noRestrictedImports');
  });

  it('refuses what the house does not write', async () => {
    // Put together here, so that nobody who searches for such lines finds this file.
    const offences: (readonly [rule: string, ...Sample])[] = [
      ['noFocusedTests', 'core/src/offence.test.ts', `describe.${'only'}('one', () => {});\n`],
      ['noSkippedTests', 'core/src/offence.test.ts', `it.${'skip'}('one', () => {});\n`],
      ['noExplicitAny', 'core/src/offence.test.ts', `export const one: ${'any'} = 1;\n`],
      ['noTsIgnore', 'bot/src/offence.ts', `// @ts-${'ignore'}\nexport const one: 1 = 2;\n`],
      ['noProcessEnv', 'bot/src/offence.ts', 'export const home = process.env.HOME;\n'],
      ['noUndeclaredDependencies', 'ingest/src/offence.ts', uses('restify')],
      ['noConsole', 'ingest/src/offence.ts', "console.log('here');\n"],
      ['noNonNullAssertion', 'store/src/offence.ts', 'export const at = (x?: number) => x!;\n'],
    ];
    const said = await lint(offences.map(([, ...sample]) => sample));
    for (const [index, [rule]] of offences.entries()) expect(said[index]).toContain(rule);
  });
});

/** `docs/openapi.json` is a valid description, and a client generated from it works. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { instantAfter } from '@rooms-pro/core';
import { drawOpenApiDocument } from '@rooms-pro/core/routes';
import { createLog } from '@rooms-pro/ingest';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbedded } from '../demo/src/embedded.ts';
import { root } from '../scripts/src/root.ts';
import { clientProgram } from './openApi/clientProgram.ts';

const run = promisify(execFile);
const file = path.join(root, 'docs', 'openapi.json');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-client-'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('is valid, and is what the code says', async () => {
  const document = JSON.parse(await readFile(file, 'utf8'));
  const validator = new Validator();
  expect(await validator.validate(document)).toMatchObject({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(document).toEqual(drawOpenApiDocument());
  const faulty = { ...document, paths: { ...document.paths, rooms: {} } };
  expect((await new Validator().validate(faulty)).valid).toBe(false);
});

it('a generated client enrols a device, opens an incident and responds to it', async () => {
  const types = astToString(await openapiTS(pathToFileURL(file), { defaultNonNullable: false }));
  await writeFile(path.join(folder, 'api.ts'), types);
  const program = path.join(folder, 'program.ts');
  await writeFile(program, clientProgram);
  const tsc = path.join(root, 'node_modules', '.bin', 'tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--exactOptionalPropertyTypes'];
  const modules = ['--module', 'nodenext', '--target', 'es2024', '--allowImportingTsExtensions'];
  const compiled = await run(tsc, [...options, ...modules, program], { cwd: folder }).catch(
    (error: { readonly stdout: string }) => error,
  );
  expect(compiled.stdout).toBe('');

  let now = new Date().toISOString();
  const embedded = await startEmbedded({
    dataFolder: folder,
    port: 0,
    pace: 1,
    log: createLog('silent'),
    botLog: createBotLog('silent'),
    now: () => now,
  });
  try {
    const { openAndRespond } = await import(program);
    const outcome = await openAndRespond({
      baseUrl: embedded.url,
      now: () => now,
      pass: (ms: number) => {
        now = instantAfter(now, ms);
      },
    });
    expect(outcome).toEqual({
      verdicts: ['applied', 'applied', 'unchanged'],
      result: 'done',
      notes: 'Plugged the camera in again.',
      refused: 'badRequest',
    });
  } finally {
    await embedded.stop();
  }
});

/** The output of the SDK for invalid tokens, and of Node for warnings, in a separate process. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = `
  import { createRequire } from 'node:module';
  import { captureOutput } from '${new URL('./captureOutput.ts', import.meta.url)}';
  import { createLog } from '${new URL('../log.ts', import.meta.url)}';
  const log = createLog('info', undefined, [], { errors: 3, others: 5 });
  captureOutput(log);
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3gifQ.c2lnbmF0dXJl';
  const library = createRequire('${new URL('../teams/bot.ts', import.meta.url)}');
  const { JwtTokenExtractor } = library('botframework-connector/lib/auth/jwtTokenExtractor.js');
  const extractor = new JwtTokenExtractor({ issuer: ['https://x'], clockTolerance: 0 }, 'http://127.0.0.1:1/', ['RS256']);
  extractor.openIdMetadata = { getKey: async () => ({ key: '-----BEGIN RSA PUBLIC KEY-----\\nAAAA\\n-----END RSA PUBLIC KEY-----', endorsements: [] }) };
  for (let times = 0; times < 500; times += 1)
    await extractor.getIdentityFromAuthHeader('Bearer ' + token, 'msteams').catch(() => {});
  console.log('\\u001b[31mred\\u001b[0m ' + token);
  process.emitWarning('old and \\ud800 odd', 'DeprecationWarning');
  await new Promise((resolve) => setImmediate(resolve));
  process.exit(0);
`;

it('goes through the limit of the log, without tokens and keys, and nothing else is written', async () => {
  const args = ['--input-type=module', '--eval', program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  expect(stderr).toBe('');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(8);
  expect(lines[0]).toMatchObject({
    event: 'library.wrote',
    stream: 'stderr',
    text: expect.stringContaining('Error finding key for token'),
  });
  expect(lines.at(-1)).toMatchObject({ event: 'library.wrote', leftOut: 495 });
  expect(stdout).not.toMatch(/BEGIN|AAAA|eyJ/);
});

/** Requests and what is asked of others because of them, in a process of its own, as the exporter sends it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeIngestion, openFakeIngestion } from './fakeIngestion.suite.ts';

let insights: FakeIngestion;
beforeEach(async () => {
  insights = await openFakeIngestion();
});
afterEach(() => insights.close());

/** Asks itself `/asked`, once because somebody asked it `/asking`, and once of its own accord. */
const program = `
  import http from 'node:http';
  import { once } from 'node:events';
  import { startInsights } from '${new URL('./index.ts', import.meta.url)}';
  const insights = process.env.APPLICATIONINSIGHTS_CONNECTION_STRING;
  const tellsOf = (path) => path === '/asking';
  const started = await startInsights({ insights, identity: '' }, { service: 'test', tellsOf });
  const ask = async (path) => {
    const [answer] = await once(http.get({ port, path, agent: false }), 'response');
    await once(answer.resume(), 'close');
  };
  const server = http.createServer(async ({ url }, response) => {
    if (url.startsWith('/asking')) await ask('/asked?text=Emmy');
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const headers = { 'x-forwarded-for': '203.0.113.77, 198.51.100.4', 'user-agent': 'EmmysAgent' };
  await fetch('http://127.0.0.1:' + port + '/asking?text=Emmy', { headers });
  await ask('/asked?text=Emmy');
  await started.stop();
  process.exit(0);
`;

it('tells of a request and of what it asked, of nothing else, and without what was searched', async () => {
  const args = ['--input-type=module', '--eval', program];
  await promisify(execFile)(process.execPath, args, { env: insights.settings });
  const [request, ...others] = insights.ofType('RequestData');
  const [asked, ...more] = insights.ofType('RemoteDependencyData');
  expect([others, more]).toEqual([[], []]);
  expect(request?.data.baseData.url).toMatch(/\/asking$/);
  expect(JSON.stringify(asked?.data.baseData)).toContain('/asked');
  expect(asked?.tags['ai.operation.id']).toBe(request?.tags['ai.operation.id']);
  for (const word of ['Emmy', '203.0.113.77', '198.51.100.4'])
    expect(JSON.stringify(insights.told)).not.toContain(word);
  expect(Object.keys(request?.tags ?? {})).not.toContain('ai.location.ip');
});

/** Child process of the benchmark: a bare restify server that only parses the same bodies, for comparison. */
import type { AddressInfo } from 'node:net';
import { endWithParent, notifyParent } from '@rooms-pro/demo/process';
import restify, { type Request, type Response } from 'restify';

const server = restify.createServer({ name: 'bare' });
server.post('/api/telemetry', async (request: Request, response: Response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  JSON.parse(Buffer.concat(chunks).toString('utf8'));
  response.send(200, { ok: true });
});
server.listen(0, '127.0.0.1', () => {
  notifyParent({ ready: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
endWithParent(async () => {
  server.server.closeAllConnections();
  await new Promise<void>((done) => server.close(done));
});

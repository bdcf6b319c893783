/** The self-test with real faults: names, closed ports, proxies, certificates, keys and clocks. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProxyEnvironment } from '../config.ts';
import { selfTest } from './selfTest.ts';
import { renderSteps } from './step.ts';

const noProxy: ProxyEnvironment = {
  httpsProxy: undefined,
  httpProxy: undefined,
  noProxy: undefined,
};
const device = 'mtr-01';

let papers: string;
let folder: string;
const open: net.Server[] = [];

/** Certificates for these tests: a self-signed certificate, and a root with its leaf certificates. */
beforeAll(() => {
  papers = mkdtempSync(path.join(os.tmpdir(), 'papers-'));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: papers, stdio: 'ignore' });
  const selfSigned = (name: string, subject: string, san: string) =>
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '2'],
      ...['-subj', subject, '-addext', `subjectAltName=${san}`],
    );
  selfSigned('self', '/CN=localhost', 'DNS:localhost');
  selfSigned('root', '/O=Inspecting Proxy Inc/CN=Inspector', 'DNS:root.example');
  const leaf = (name: string, san: string, days: string) => {
    writeFileSync(path.join(papers, `${name}.ext`), `subjectAltName=${san}`);
    openssl(
      ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=leaf'],
    );
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'root.crt', '-CAkey', 'root.key'],
      ...['-CAcreateserial', '-out', `${name}.crt`, '-days', days, '-extfile', `${name}.ext`],
    );
  };
  leaf('leaf', 'DNS:localhost', '2');
  leaf('other', 'DNS:elsewhere.example', '2');
  leaf('expired', 'DNS:localhost', '-1');
});
afterAll(() => rmSync(papers, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'self-test-'));
  writeKey(JSON.stringify({ device, key: 'rpm_secret' }));
});
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function writeKey(text: string): void {
  writeFileSync(path.join(folder, 'agent.key'), text, { mode: 0o600 });
}

async function listen(server: net.Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return (server.address() as AddressInfo).port;
}

/** A fake platform that sends this response to every request. */
function answering(status: number, body: unknown, date?: string): http.RequestListener {
  return (request, response) => {
    request.resume();
    if (date !== undefined) response.setHeader('date', date);
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(body));
  };
}
const taken = answering(200, { results: [{ device, items: [], commands: [] }] });

function listenTls(name: string, listener: http.RequestListener = taken): Promise<number> {
  const read = (file: string) => readFileSync(path.join(papers, file));
  return listen(
    https.createServer({ key: read(`${name}.key`), cert: read(`${name}.crt`) }, listener),
  );
}

async function testSelf(settings: object, environment = noProxy, now = new Date()) {
  const settingsFile = path.join(folder, 'agent.json');
  writeFileSync(settingsFile, JSON.stringify({ device, ...settings }));
  const steps = await selfTest({
    settingsFile,
    environment,
    run: async () => ({ code: null, output: Buffer.from('') }),
    windows: null,
    now: () => now,
  });
  const failed = steps.filter(({ verdict }) => verdict === 'failed');
  return { steps, failed, said: renderSteps(steps) };
}

describe('on the way to the platform', () => {
  it('reports a name without an address and skips the next steps', async () => {
    const { failed, said } = await testSelf({ server: 'https://no-such-host.invalid' });
    expect(failed.map(({ step }) => step)).toEqual(['name']);
    expect(said).toContain(
      '✗ name: The name no-such-host.invalid of the server has no address in DNS.',
    );
    expect(said).toContain('→ Check the spelling in the settings');
    expect(said).toContain('– telemetry: Skipped, because "name" failed.');
  });

  it('reports that no server listens at the address', async () => {
    const port = await listen(net.createServer());
    await new Promise((resolve) => open.pop()?.close(resolve));
    const { said } = await testSelf({ server: `https://localhost:${port}` });
    expect(said).toContain(
      `✗ connection: The server at localhost:${port} refuses the connection: no server listens at this address.`,
    );
  });

  it('reports that the proxy requires a password, and names the proxy', async () => {
    const proxy = http.createServer();
    proxy.on('connect', (_, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    );
    const port = await listen(proxy);
    const environment = { ...noProxy, httpsProxy: `http://localhost:${port}` };
    const { said } = await testSelf({ server: 'https://rooms.example' }, environment);
    expect(said).toContain(
      `✓ proxy: Requests go through localhost:${port} (from the environment).`,
    );
    expect(said).toContain(
      `✗ connection: The proxy localhost:${port} requires a name and a password.`,
    );
  });

  it('passes a proxy with a password, and trusts the CA of the settings', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = http.createServer();
    proxy.on('connect', ({ url, headers }, socket) => {
      asked.push(headers['proxy-authorization']);
      const port = Number(url?.split(':')[1]);
      const onward = net.connect(port, 'localhost', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => {}).on('close', () => socket.destroy());
      socket.on('error', () => {}).on('close', () => onward.destroy());
    });
    const proxyPort = await listen(proxy);
    const { failed, said } = await testSelf({
      server: `https://localhost:${await listenTls('leaf')}`,
      proxy: `http://us:er@localhost:${proxyPort}`,
      caFile: path.join(papers, 'root.crt'),
    });
    expect(failed, said).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([`Basic ${btoa('us:er')}`]));
  });
});

describe('the certificate', () => {
  it('is trusted when the settings contain its CA', async () => {
    const { failed, said } = await testSelf({
      server: `https://localhost:${await listenTls('leaf')}`,
      caFile: path.join(papers, 'root.crt'),
    });
    expect(failed, said).toEqual([]);
    expect(said).toContain('✓ TLS: localhost has a trusted certificate.');
  });

  const cases = [
    ['self', 'The certificate of localhost is self-signed: no authority confirms it.'],
    ['leaf', 'was issued by Inspecting Proxy Inc, which this device does not trust'],
  ] as const;
  it.each(cases)('"%s" is explained', async (name, sentence) => {
    const { failed, said } = await testSelf({
      server: `https://localhost:${await listenTls(name)}`,
    });
    expect(failed.map(({ step }) => step)).toEqual(['TLS']);
    expect(said).toContain(sentence);
  });

  const trusted = [
    ['other', 'The server has a certificate for another name than localhost.'],
    ['expired', 'The certificate of localhost has expired on '],
  ] as const;
  it.each(trusted)(
    '"%s" is explained, although its authority is trusted',
    async (name, sentence) => {
      const { failed, said } = await testSelf({
        server: `https://localhost:${await listenTls(name)}`,
        caFile: path.join(papers, 'root.crt'),
      });
      expect(failed.map(({ step }) => step)).toEqual(['TLS']);
      expect(said).toContain(sentence);
    },
  );
});

describe('at the platform', () => {
  const refusal = (code: string, sentence: string) => ({ error: { code, sentence } });

  it('explains a refused key', async () => {
    const unknown = answering(401, refusal('keyUnknown', 'This key is not known here.'));
    const port = await listen(http.createServer(unknown));
    const { said } = await testSelf({ server: `http://localhost:${port}` });
    expect(said).toContain(
      '✗ key: The platform does not accept the key (401). Its reason: This key is not known here.',
    );
    expect(said).toContain('→ Ask a manager for a new enrolment code');
    expect(said).not.toContain('rpm_secret');
  });

  it('reports that the key is for another device', async () => {
    const forbidden = answering(403, refusal('deviceForbidden', 'Another device only.'));
    const port = await listen(http.createServer(forbidden));
    const { said } = await testSelf({ server: `http://localhost:${port}` });
    expect(said).toContain('✗ key: The key is valid, but not for "mtr-01" (403).');
  });

  it('reports a wrong clock and its direction', async () => {
    const port = await listen(http.createServer(taken));
    const server = `http://localhost:${port}`;
    const hour = 3_600_000;
    const ahead = await testSelf({ server }, noProxy, new Date(Date.now() + hour));
    expect(ahead.failed.map(({ step }) => step)).toEqual(['clock']);
    expect(ahead.said).toContain('The clock of this device is 60 minutes ahead.');
    const behind = await testSelf({ server }, noProxy, new Date(Date.now() - hour));
    expect(behind.said).toContain('The clock of this device is 60 minutes behind.');
  });

  it('reports another server, or an error of the platform', async () => {
    const stranger = await listen(http.createServer(answering(200, '<html>')));
    const { said } = await testSelf({ server: `http://localhost:${stranger}` });
    expect(said).toContain('A server responds there, but it is not the platform');
    const ill = await listen(http.createServer(answering(503, {})));
    const other = await testSelf({ server: `http://localhost:${ill}` });
    expect(other.said).toContain('The platform did not accept the telemetry (status 503).');
  });
});

describe('on the device', () => {
  it('reports a key file that is missing, readable for others, or invalid', async () => {
    const port = await listen(http.createServer(taken));
    const settings = { server: `http://localhost:${port}` };
    const keyFile = path.join(folder, 'agent.key');
    chmodSync(keyFile, 0o640);
    expect((await testSelf(settings)).said).toContain(`chmod 600 ${keyFile}`);
    writeKey('');
    chmodSync(keyFile, 0o600);
    expect((await testSelf(settings)).said).toContain('contains no key');
    rmSync(keyFile);
    const { failed, said } = await testSelf(settings);
    expect(failed.map(({ step }) => step)).toEqual(['key file']);
    expect(said).toContain(`There is no key file at ${keyFile}.`);
    expect(said).toContain('✓ connection');
  });
});

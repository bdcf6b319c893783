/** For tests: Application Insights on loopback; keeps what it is sent, and lets nothing else out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One thing told: a log line, an exception, a metric, a request or a dependency. */
export type Envelope = {
  readonly name: string;
  readonly time: string;
  readonly sampleRate?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: string;
    readonly baseData: {
      readonly message?: string;
      readonly name?: string;
      readonly url?: string;
      readonly severityLevel?: string;
      readonly exceptions?: readonly { readonly message: string; readonly stack: string }[];
      readonly metrics?: readonly {
        readonly name: string;
        readonly value: number;
        readonly count?: number;
      }[];
      readonly properties?: Readonly<Record<string, string>>;
    };
  };
};

/** The exporter insists on TLS: a certificate for this machine, trusted by whom it is given to. */
function makeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const file = (name: string) => path.join(folder, name);
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  const files = ['-keyout', file('key.pem'), '-out', file('cert.pem')];
  const parts = ['req', '-x509', '-days', '2', ...curve, ...files, ...subject];
  execFileSync('openssl', parts, { stdio: 'ignore' });
  return { key: file('key.pem'), cert: file('cert.pem') };
}

async function listen(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Listens on a free port, and on another as the proxy for whatever is asked of other machines. */
export async function openFakeIngestion() {
  const folder = mkdtempSync(path.join(tmpdir(), 'ingestion-double-'));
  const papers = makeCertificate(folder);
  const tls = { key: readFileSync(papers.key), cert: readFileSync(papers.cert) };
  const told: Envelope[] = [];
  const paths: string[] = [];
  /** What the program asked of others than this machine; none of it was let out. */
  const outside: string[] = [];
  const server = createServer(tls, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const text = (isZipped ? gunzipSync(body) : body).toString('utf8');
    paths.push(`${request.method} ${request.url}`);
    const all = JSON.parse(text) as Envelope[];
    told.push(...all);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ itemsReceived: all.length, itemsAccepted: all.length, errors: [] }),
    );
  });
  const proxy = createPlainServer().on('connect', (request, socket) => {
    outside.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const url = `https://localhost:${await listen(server)}`;
  const key = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
  return {
    told,
    paths,
    outside,
    /** Settings of a program that is to tell here, and to reach nobody but this machine. */
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${key};IngestionEndpoint=${url}/`,
      NODE_EXTRA_CA_CERTS: papers.cert,
      HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}`,
      NO_PROXY: '127.0.0.1,localhost',
    },
    ofType: (baseType: string) => told.filter(({ data }) => data.baseType === baseType),
    async close() {
      for (const one of [server, proxy]) {
        const closed = new Promise((done) => one.close(done));
        one.closeAllConnections();
        await closed;
      }
      rmSync(folder, { recursive: true });
    },
  };
}
export type FakeIngestion = Awaited<ReturnType<typeof openFakeIngestion>>;

/** Names of the metrics told, each with its values added up. */
export function metricsOf({ told }: FakeIngestion): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { data } of told)
    for (const { name, value } of data.baseData.metrics ?? [])
      sums.set(name, (sums.get(name) ?? 0) + value);
  return sums;
}

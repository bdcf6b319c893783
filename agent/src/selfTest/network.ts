/** The network steps of the self-test: name, connection, TLS. */
import { lookup } from 'node:dns/promises';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { errorReason } from '../log.ts';
import { defaultPort } from '../net/proxy.ts';
import { hostOptions } from '../net/transport.ts';
import { openTunnel, ProxyRefusal } from '../net/tunnel.ts';
import { fail, pass, type Step } from './step.ts';
import { explainTlsFault, type PeerCertificate } from './tlsFaults.ts';

const timeoutMs = 10_000;

/** Whether DNS resolves the name. */
export async function testName(url: URL, whose: string): Promise<Step> {
  const { host } = hostOptions(url);
  try {
    const { address } = await lookup(host);
    return pass('name', host === address ? `${host} is an address.` : `${host} is ${address}.`);
  } catch {
    return fail(
      'name',
      `The name ${host} of the ${whose} has no address in DNS.`,
      'Check the spelling in the settings, the network cable and the DNS server of this device.',
    );
  }
}

/** Whether the server, or the proxy in front of it, accepts a connection; returns the open connection. */
export async function testConnection(
  server: URL,
  proxy: URL | null,
): Promise<{ readonly step: Step; readonly socket: Socket | null }> {
  const target = proxy ?? server;
  const where = `${target.hostname}:${target.port || defaultPort(target.protocol)}`;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const isTunnelled = proxy !== null && server.protocol === 'https:';
    const socket = isTunnelled
      ? await openTunnel(proxy, server, signal)
      : await connect(target, signal);
    const way = proxy === null ? 'accepts the connection' : 'accepts this device';
    return { step: pass('connection', `${where} ${way}.`), socket };
  } catch (error) {
    return { step: explainConnection(error, where, proxy), socket: null };
  }
}

function connect(to: URL, signal: AbortSignal): Promise<Socket> {
  const port = Number(to.port || defaultPort(to.protocol));
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostOptions(to).host, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

function explainConnection(error: unknown, where: string, proxy: URL | null): Step {
  if (error instanceof ProxyRefusal)
    return error.status === 407
      ? fail(
          'connection',
          `The proxy ${where} requires a name and a password.`,
          'Set "proxy" in the settings to http://name:password@host:port, or allow this device without a password.',
        )
      : fail(
          'connection',
          `The proxy ${where} refuses this device (status ${error.status}).`,
          'Ask the network team to allow the server for this device.',
        );
  const reason = errorReason(error);
  const who = proxy === null ? 'The server' : 'The proxy';
  if (reason === 'ECONNREFUSED')
    return fail(
      'connection',
      `${who} at ${where} refuses the connection: no server listens at this address.`,
      proxy === null
        ? 'Check the port of "server" in the settings, and whether the platform is running.'
        : 'Check the proxy in the settings or in HTTPS_PROXY.',
    );
  return fail(
    'connection',
    `${who} at ${where} cannot be reached (${reason}).`,
    'A firewall may block the connection: ask the network team to allow it, or set the proxy in the settings.',
  );
}

/** Whether the server has a trusted certificate. Nothing is sent to a server without one. */
export async function testTls(
  server: URL,
  socket: Socket | null,
  ca: readonly string[],
  openAgain: () => Promise<Socket | null>,
): Promise<Step> {
  if (server.protocol === 'http:') return pass('TLS', 'Not needed: the server is on this machine.');
  if (socket === null) return fail('TLS', 'There is no connection.', 'Fix the connection first.');
  const host = server.hostname;
  const code = await findTlsError(server, socket, ca);
  if (code === null) return pass('TLS', `${host} has a trusted certificate.`);
  const again = await openAgain();
  return explainTlsFault(code, host, again === null ? null : await readCertificate(server, again));
}

/** The code of the TLS error; `null` when the server is trusted. */
function findTlsError(server: URL, socket: Socket, ca: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const secure = tls.connect({ socket, ...hostOptions(server), ca: [...ca] });
    secure.setTimeout(timeoutMs, () => secure.destroy(new Error('no response')));
    secure.once('error', (error) => {
      secure.destroy();
      resolve(errorReason(error));
    });
    secure.once('secureConnect', () => {
      secure.destroy();
      resolve(null);
    });
  });
}

/** Reads a certificate without trusting it; closes the connection at once. */
function readCertificate(server: URL, socket: Socket): Promise<PeerCertificate | null> {
  return new Promise((resolve) => {
    const secure = tls.connect({ socket, ...hostOptions(server), rejectUnauthorized: false });
    secure.setTimeout(timeoutMs, () => secure.destroy(new Error('no response')));
    secure.once('error', () => resolve(null));
    secure.once('secureConnect', () => {
      const { issuer, valid_to: validTo } = secure.getPeerCertificate();
      secure.destroy();
      const name = issuer?.O ?? issuer?.CN;
      resolve({ issuer: String(name ?? 'an issuer without a name'), validTo });
    });
  });
}

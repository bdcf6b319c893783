/** The network steps of the self-test: name, connection, TLS. */
import { lookup } from 'node:dns/promises';
import https from 'node:https';
import net from 'node:net';
import type { TLSSocket } from 'node:tls';
import { errorReason } from '../log.ts';
import { defaultPort } from '../net/proxy.ts';
import { ProxyRefusal, toNetworkError } from '../net/transport.ts';
import { fail, pass, type Step } from './step.ts';
import { explainTlsFault, type PeerCertificate } from './tlsFaults.ts';

const timeoutMs = 10_000;

/** Whether DNS resolves the name. */
export async function testName(url: URL, whose: string): Promise<Step> {
  const host = hostName(url);
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

/** Whether the server, or the proxy in front of it, accepts a connection. */
export async function testConnection(server: URL, proxy: URL | null): Promise<Step> {
  const where = peerAddress(server, proxy);
  try {
    await connect(proxy ?? server);
    return passConnection(where, proxy);
  } catch (error) {
    return explainConnection(error, where, proxy);
  }
}

function peerAddress(server: URL, proxy: URL | null): string {
  const peer = proxy ?? server;
  return `${peer.hostname}:${peer.port || defaultPort(peer.protocol)}`;
}

function passConnection(where: string, proxy: URL | null): Step {
  const way = proxy === null ? 'accepts the connection' : 'accepts this device';
  return pass('connection', `${where} ${way}.`);
}

/** Opens a connection and closes it. */
function connect(to: URL): Promise<void> {
  const port = Number(to.port || defaultPort(to.protocol));
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostName(to), port, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
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

/**
 * Whether the server has a trusted certificate. Nothing is sent to a server without one. With a proxy, also
 * whether the proxy lets this device through: then the first step is about the connection.
 */
export async function testTls(
  server: URL,
  proxy: URL | null,
  agent: https.Agent,
): Promise<readonly [connection: Step, secure: Step | null]> {
  const where = peerAddress(server, proxy);
  const connection = passConnection(where, proxy);
  if (server.protocol === 'http:')
    return [connection, pass('TLS', 'Not needed: the server is on this machine.')];
  const host = server.hostname;
  const first = await handshake(server, agent, true);
  if (first.error === null) return [connection, pass('TLS', `${host} has a trusted certificate.`)];
  if (isProxyFault(first.error) || (proxy !== null && first.error === noResponse))
    return [explainConnection(first.error, where, proxy), null];
  const second = await handshake(server, agent, false);
  return [connection, explainTlsFault(errorReason(first.error), host, second.certificate)];
}

function isProxyFault(error: Error): boolean {
  return error instanceof ProxyRefusal || ('code' in error && error.code === 'ERR_PROXY_TUNNEL');
}

const noResponse = new Error('no response');

type Handshake = { readonly error: Error | null; readonly certificate: PeerCertificate | null };

/** Opens a secure connection and closes it. The request is never sent, because it is never ended. */
function handshake(server: URL, agent: https.Agent, isTrustNeeded: boolean): Promise<Handshake> {
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const request = https.request(server, { agent, rejectUnauthorized: isTrustNeeded, signal });
    // While Node waits for a proxy, the signal does not end the request.
    signal.addEventListener('abort', () => resolve({ error: noResponse, certificate: null }));
    request.once('error', (error) => resolve({ error: toNetworkError(error), certificate: null }));
    request.once('socket', (socket) => {
      const finish = () => {
        resolve({ error: null, certificate: readCertificate(socket as TLSSocket) });
        request.destroy();
      };
      // Through a proxy, the handshake is over before the request gets its connection.
      if (socket.connecting || !(socket as TLSSocket).getCipher())
        socket.once('secureConnect', finish);
      else finish();
    });
  });
}

function readCertificate(socket: TLSSocket): PeerCertificate {
  const { issuer, valid_to: validTo } = socket.getPeerCertificate();
  const name = issuer?.O ?? issuer?.CN;
  return { issuer: String(name ?? 'an issuer without a name'), validTo };
}

/** The host of an address, without the brackets of IPv6. */
function hostName({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** The self-test's steps on the way to the server: name, proxy, connection, TLS. */
import { lookup } from 'node:dns/promises';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { reasonOf } from '../log.ts';
import { defaultPort } from '../net/proxy.ts';
import { nameOf } from '../net/transport.ts';
import { openTunnel, ProxyRefusal } from '../net/tunnel.ts';
import { fail, pass, type Step } from './step.ts';
import { type CertificateSeen, explainTlsFault } from './tlsFaults.ts';

const patienceMs = 10_000;

/** Whether a name leads to an address. */
export async function testName(url: URL, whose: string): Promise<Step> {
  const { host } = nameOf(url);
  try {
    const { address } = await lookup(host);
    return pass('name', host === address ? `${host} is an address.` : `${host} is ${address}.`);
  } catch {
    return fail(
      'name',
      `The name ${host} of the ${whose} leads to no address.`,
      'Check the spelling in the settings, the network cable and the DNS server of this device.',
    );
  }
}

/** Whether the server, or the proxy before it, lets us connect; answers the open way. */
export async function testConnection(
  server: URL,
  proxy: URL | null,
): Promise<{ readonly step: Step; readonly socket: Socket | null }> {
  const target = proxy ?? server;
  const where = `${target.hostname}:${target.port || defaultPort(target.protocol)}`;
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const isTunnelled = proxy !== null && server.protocol === 'https:';
    const socket = isTunnelled
      ? await openTunnel(proxy, server, signal)
      : await connect(target, signal);
    const way = proxy === null ? 'answers' : 'lets this device through';
    return { step: pass('connection', `${where} ${way}.`), socket };
  } catch (error) {
    return { step: explainConnection(error, where, proxy), socket: null };
  }
}

function connect(to: URL, signal: AbortSignal): Promise<Socket> {
  const port = Number(to.port || defaultPort(to.protocol));
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: nameOf(to).host, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

function explainConnection(error: unknown, where: string, proxy: URL | null): Step {
  if (error instanceof ProxyRefusal)
    return error.status === 407
      ? fail(
          'connection',
          `The proxy ${where} wants a name and a password.`,
          'Set "proxy" in the settings to http://name:password@host:port, or let the device pass without.',
        )
      : fail(
          'connection',
          `The proxy ${where} does not let this device through (status ${error.status}).`,
          'Ask the network team to allow the server for this device.',
        );
  const reason = reasonOf(error);
  const who = proxy === null ? 'The server' : 'The proxy';
  if (reason === 'ECONNREFUSED')
    return fail(
      'connection',
      `${who} at ${where} refuses the connection: nothing listens there.`,
      proxy === null
        ? 'Check the port of "server" in the settings, and that the platform runs.'
        : 'Check the proxy in the settings or in HTTPS_PROXY.',
    );
  return fail(
    'connection',
    `${who} at ${where} cannot be reached (${reason}).`,
    'A firewall may be between: ask the network team to open this way, or name the proxy in the settings.',
  );
}

/** Whether the server proves who it is. Nothing is sent to one that does not. */
export async function testTls(
  server: URL,
  socket: Socket | null,
  ca: readonly string[],
  openAgain: () => Promise<Socket | null>,
): Promise<Step> {
  if (server.protocol === 'http:') return pass('TLS', 'Not needed: the server is on this machine.');
  if (socket === null) return fail('TLS', 'There is no connection.', 'Mend the connection first.');
  const host = server.hostname;
  const code = await shakeHands(server, socket, ca);
  if (code === null) return pass('TLS', `${host} proves who it is.`);
  const again = await openAgain();
  return explainTlsFault(code, host, again === null ? null : await lookAt(server, again));
}

/** `null` when the server is trusted, the error's code otherwise. */
function shakeHands(server: URL, socket: Socket, ca: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const secure = tls.connect({ socket, ...nameOf(server), ca: [...ca] });
    secure.setTimeout(patienceMs, () => secure.destroy(new Error('no answer')));
    secure.once('error', (error) => {
      secure.destroy();
      resolve(reasonOf(error));
    });
    secure.once('secureConnect', () => {
      secure.destroy();
      resolve(null);
    });
  });
}

/** Looks at a certificate without trusting it; the connection is closed at once. */
function lookAt(server: URL, socket: Socket): Promise<CertificateSeen | null> {
  return new Promise((resolve) => {
    const secure = tls.connect({ socket, ...nameOf(server), rejectUnauthorized: false });
    secure.setTimeout(patienceMs, () => secure.destroy(new Error('no answer')));
    secure.once('error', () => resolve(null));
    secure.once('secureConnect', () => {
      const { issuer, valid_to: validTo } = secure.getPeerCertificate();
      secure.destroy();
      const name = issuer?.O ?? issuer?.CN;
      resolve({ issuer: String(name ?? 'somebody without a name'), validTo });
    });
  });
}

/** For tests: requests that no client should send, against any server by its port. */
import { hasHead, openRaw, statusIn } from './rawConnection.suite.ts';

const hosts = [
  'a b',
  '[',
  ']',
  '[::1',
  '[::zz]',
  '%',
  '%zz',
  '<',
  '>',
  '^',
  '|',
  'a:99999',
  'a:-1',
  'a:b',
  ':',
  '1.2.3.256',
  '0x1.2.3.4.5',
  '127.0.0.1, evil.example',
  'user:pass@a b',
  'a\\b',
  'a\tb',
  '\u00fc\u00df',
  '\u00ad',
  'xn--',
  'a'.repeat(8_000),
];

const targets = [
  'http://[',
  'http://a:99999/',
  'http://%/',
  'http://',
  'http:',
  'http://a b/',
  'https://<>/healthz',
  'javascript:alert(1)',
  'x',
  '?',
  '*',
  '//[/healthz',
  '///',
  '/\\[',
  '/%',
  '/%zz/%E0%A4%A',
  '/tab/assets/%2e%2e%2f%2e%2e%2fsecret',
  '/tab/assets/%00',
  '/tab/assets/%',
  '/api/rooms/%FF',
  '/api/rooms?offset=%',
  `/${'a/'.repeat(4_000)}`,
];

const headers = [
  'Expect: the-unexpected',
  'Expect: 100-continue',
  'Upgrade: websocket\r\nConnection: Upgrade',
  'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
  'Accept: \u00ff/;q=x,,,;',
  'Accept-Encoding: ;q=,,gzip;q=2',
  'Accept-Version: >>>1',
  'Content-Type: ;;;=',
  'X-Forwarded-Host: [\r\nX-Forwarded-For: [\r\nForwarded: for="[;host=[',
  'Transfer-Encoding: chunked, identity',
  'Content-Length: 1\r\nContent-Length: 2',
  'Content-Length: 1\r\nTransfer-Encoding: chunked',
  'Content-Length: 99999999999999999999',
  'Content-Length: -1',
  'If-Modified-Since: never\r\nRange: bytes=-,,9-1',
  'Traceparent: 00-zz\r\nBaggage: =;=',
];

const lines = [
  'GET /healthz',
  'GET /healthz HTTP/9.9',
  'GET  /healthz HTTP/1.1',
  ' GET /healthz HTTP/1.1',
  'G\u00c4T /healthz HTTP/1.1',
  'QUERY /healthz HTTP/1.1',
  'TRACE /healthz HTTP/1.1',
  'BREW /healthz HTTP/1.1',
  'PRI * HTTP/2.0',
  'CONNECT evil.example:443 HTTP/1.1',
  'CONNECT [ HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc',
  '\u0000\u0000',
];

/** A request as bytes, with what is broken in it as its name. */
export type BrokenRequest = { readonly name: string; readonly bytes: Buffer };

const request = (name: string, head: string): BrokenRequest => ({
  name: name.length > 60 ? `${name.slice(0, 60)}…` : name,
  bytes: Buffer.from(`${head}\r\n\r\n`, 'latin1'),
});

/** Each at the given path of the server, where the path is not what is broken. */
export function brokenRequests(path = '/'): readonly BrokenRequest[] {
  return [
    ...hosts.map((host) => request(`Host: ${host}`, `GET ${path} HTTP/1.1\r\nHost: ${host}`)),
    ...targets.map((target) => request(target, `GET ${target} HTTP/1.1\r\nHost: a`)),
    ...targets.map((target) => request(`POST ${target}`, `POST ${target} HTTP/1.1\r\nHost: a`)),
    ...headers.map((more) => request(more, `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}`)),
    ...lines.map((line) => request(line, `${line}\r\nHost: a`)),
    request('no host', `GET ${path} HTTP/1.1`),
    request('two hosts', `GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b c`),
    request('HTTP/1.0, no host', `GET ${path} HTTP/1.0`),
    request(
      'headers beyond all measure',
      `GET ${path} HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}`,
    ),
  ];
}

/** What a server says to it: a status, or 0 where it only closes the connection. */
export async function sendBroken(port: number, { bytes }: BrokenRequest): Promise<number> {
  const connection = await openRaw(port, bytes);
  const text = await connection.until(hasHead);
  connection.socket.destroy();
  return statusIn(text);
}

/** Chooses the proxy of a request. Pure. */
import { type ProxyEnvironment, readProxyUrl } from '../config.ts';

/** The proxy for a server; `null` for a direct connection. The settings override the environment. */
export function chooseProxy(
  server: string,
  setting: string | undefined,
  { httpsProxy, httpProxy, noProxy }: ProxyEnvironment,
): URL | null {
  if (setting !== undefined) return setting === 'none' ? null : new URL(setting);
  const { protocol, hostname, port } = new URL(server);
  if (isExempt(hostname, port || defaultPort(protocol), noProxy)) return null;
  const proxy = protocol === 'https:' ? (httpsProxy ?? httpProxy) : httpProxy;
  return proxy === undefined ? null : readProxyUrl(proxy);
}

/** The default port of a protocol. */
export function defaultPort(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}

/** Evaluates `NO_PROXY`: names including their subdomains, or `*` for all hosts; each may have a port. */
function isExempt(host: string, port: string, noProxy = ''): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (only !== undefined && only !== port) return false;
      const bare = name.replace(/^\*?\./, '');
      return name === '*' || host === bare || host.endsWith(`.${bare}`);
    });
}

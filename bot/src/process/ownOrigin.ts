/** The address and the host names of this service. */
import { loopbackHosts } from '../api/http/sameOrigin.ts';
import type { BotConfig } from '../config.ts';

type Address = Pick<BotConfig, 'publicOrigin' | 'host' | 'port'>;

/** The origin of the service, such as `https://rooms.example.com`. */
export function ownOrigin({ publicOrigin, host, port }: Address): string {
  return publicOrigin ?? `http://${host}:${port}`;
}

/** The valid host names in requests: loopback, the host from the settings and the public host. */
export function ownHosts(config: Address): ReadonlySet<string> {
  return new Set([...loopbackHosts, config.host, new URL(ownOrigin(config)).hostname]);
}

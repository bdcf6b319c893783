/** The address and the host names under which this service is reached. */
import { loopbackHosts } from '../api/http/sameOrigin.ts';
import type { BotConfig } from '../config.ts';

type Address = Pick<BotConfig, 'publicOrigin' | 'host' | 'port'>;

/** The origin of the service, such as `https://rooms.example.com`. */
export function ownOrigin({ publicOrigin, host, port }: Address): string {
  return publicOrigin ?? `http://${host}:${port}`;
}

/** The host names that requests may name: loopback, the host of the settings and the public one. */
export function ownHosts(config: Address): ReadonlySet<string> {
  return new Set([...loopbackHosts, config.host, new URL(ownOrigin(config)).hostname]);
}

/** Gets the token of the application for Microsoft Graph from the identity platform. */
import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import type { GraphConfig } from '../config.ts';

/** Returns a token for Graph; `renew` requests a new token instead of the cached one. */
export type GraphTokens = (renew: boolean) => Promise<string>;

const commonAuthority = 'https://login.microsoftonline.com';

/** Signs the application in with its secret. The library caches tokens until shortly before their end. */
export function createGraphTokens(
  config: GraphConfig,
  networkClient?: INetworkModule,
): GraphTokens {
  const { host, origin } = new URL(config.authority);
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: config.clientId,
      clientSecret: config.clientSecret,
      authority: `${origin}/${config.tenantId}`,
      // A custom authority is not in the library's list of known clouds.
      ...(origin === commonAuthority ? {} : { knownAuthorities: [host] }),
    },
    ...(networkClient === undefined ? {} : { system: { networkClient } }),
  });
  const scopes = [`${new URL(config.baseUrl).origin}/.default`];
  return async (renew) => {
    const result = await client.acquireTokenByClientCredential({ scopes, skipCache: renew });
    if (result === null) throw new Error('The identity platform returned no token.');
    return result.accessToken;
  };
}

/** The border to the identity platform: the application's own token for Microsoft Graph. */
import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import type { GraphConfig } from '../config.ts';

/** Gives a token for Graph; `renew` asks for another one than the one remembered. */
export type GraphTokens = (renew: boolean) => Promise<string>;

const commonAuthority = 'https://login.microsoftonline.com';

/** Signs the application in by its secret. The library remembers tokens until shortly before their end. */
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
      // An authority of one's own cannot be looked up in the list of known clouds.
      ...(origin === commonAuthority ? {} : { knownAuthorities: [host] }),
    },
    ...(networkClient === undefined ? {} : { system: { networkClient } }),
  });
  const scopes = [`${new URL(config.baseUrl).origin}/.default`];
  return async (renew) => {
    const answer = await client.acquireTokenByClientCredential({ scopes, skipCache: renew });
    if (answer === null) throw new Error('The identity platform gave no token.');
    return answer.accessToken;
  };
}

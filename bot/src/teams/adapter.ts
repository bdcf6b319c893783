/** The SDK's adapter with our own checks: it decides which activities to accept, and sends each message once. */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder';
import ipaddr from 'ipaddr.js';
import { isForUs, readIncoming } from './incoming/activity.ts';

/** The bot's credentials. Without an id it does not sign in, and accepts activities from this machine only. */
export type BotCredentials = {
  readonly id: string;
  readonly password: string;
  readonly type: 'UserAssignedMSI' | 'SingleTenant' | 'MultiTenant';
  readonly tenantId: string;
  /** Settings of the SDK by name, for another cloud or token issuer. */
  readonly overrides?: Readonly<Record<string, string | boolean>>;
};

type ConnectorFactory = ReturnType<
  ConfigurationBotFrameworkAuthentication['createConnectorFactory']
>;
type ClaimsIdentity = Parameters<
  ConfigurationBotFrameworkAuthentication['createConnectorFactory']
>[0];
/** The SDK's client for one service address. */
export type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

/** The sender of an activity: the `Authorization` header and the network address. */
export type Sender = { readonly authorization: string; readonly address: string };

/** The HTTP response to an activity. */
export type Received = { readonly status: number; readonly body?: unknown };

class Authentication extends ConfigurationBotFrameworkAuthentication {
  override async authenticateRequest(activity: Activity, authHeader: string) {
    const result = await super.authenticateRequest(activity, authHeader);
    const { connectorFactory } = result;
    return connectorFactory
      ? { ...result, connectorFactory: sendingOnce(connectorFactory) }
      : result;
  }

  override createConnectorFactory(claims: ClaimsIdentity): ConnectorFactory {
    return sendingOnce(super.createConnectorFactory(claims));
  }
}

/**
 * Removes the retries of the SDK's pipeline. It retries up to three times, also a post whose response was
 * lost: that would post a card twice, outside our limits. The notifier decides about retries.
 */
function sendingOnce(factory: ConnectorFactory): ConnectorFactory {
  const create: ConnectorFactory['create'] = async (serviceUrl, audience) => {
    const connector = await factory.create(serviceUrl, audience);
    const { client } = connector as unknown as {
      client: { pipeline: { removePolicy(policy: { name: string }): unknown } };
    };
    client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    return connector;
  };
  return Object.assign(Object.create(factory) as ConnectorFactory, { create });
}

/** The adapter. This class decides every HTTP status. */
export class TeamsAdapter extends CloudAdapter {
  readonly #appId: string;
  /** The only accepted organisation; empty: any. */
  readonly #tenantId: string;
  readonly #connectors = new Map<string, Promise<Connector>>();

  constructor(credentials: BotCredentials) {
    super(new Authentication(settingsOf(credentials)));
    this.#appId = credentials.id;
    const { type, tenantId } = credentials;
    this.#tenantId = type === 'MultiTenant' ? '' : tenantId;
  }

  /** Authenticates an activity, runs `logic` on it, and returns the response. Throws the errors of `logic`. */
  async receive(
    { authorization, address }: Sender,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Received> {
    const isNear = isLoopback(address) && isLoopback(new URL(activity.serviceUrl).hostname);
    if (this.#appId === '' && !isNear) return { status: 403 };
    let identity: Awaited<ReturnType<Authentication['authenticateRequest']>>;
    try {
      identity = await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
    } catch (error) {
      // Unreachable keys are our failure. Any other fault is in the token.
      return { status: isUnreachable(error) ? 503 : 401 };
    }
    // The SDK's check accepts a token without an end.
    const ends = identity.claimsIdentity.getClaimValue('exp');
    if (this.#appId !== '' && typeof (ends as unknown) !== 'number') return { status: 401 };
    const incoming = readIncoming(activity);
    if (!incoming || !isForUs(incoming, this.#tenantId)) return { status: 403 };
    const response = await this.processActivity(identity, activity, logic);
    return response ? { status: response.status, body: response.body } : { status: 200 };
  }

  /** The client for sends without an activity, cached per service address. */
  connector(serviceUrl: string): Promise<Connector> {
    const known = this.#connectors.get(serviceUrl);
    if (known) return known;
    const claims = this.createClaimsIdentity(this.#appId);
    const made = this.botFrameworkAuthentication.createConnectorFactory(claims).create(serviceUrl);
    this.#connectors.set(serviceUrl, made);
    made.catch(() => this.#connectors.delete(serviceUrl));
    return made;
  }
}

function settingsOf({ id, password, type, tenantId, overrides }: BotCredentials) {
  if (id === '') return {};
  return {
    MicrosoftAppId: id,
    MicrosoftAppType: type,
    MicrosoftAppTenantId: tenantId,
    ...(password ? { MicrosoftAppPassword: password } : {}),
    ...overrides,
  };
}

/** Whether a host name or a network address is this machine. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (address === 'localhost') return true;
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

function isUnreachable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return /^E[A-Z]{4,}$/.test(String(code ?? '')) || /openid config|fetch/i.test(String(message));
}

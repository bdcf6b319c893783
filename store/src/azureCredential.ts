/** Signing in to Azure without a secret. */
import type { TokenCredential } from '@azure/core-auth';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';

/** A managed identity by its client id; `default` uses the identity that the environment offers. */
export function azureCredential(managedIdentity: string): TokenCredential {
  return managedIdentity === 'default'
    ? new DefaultAzureCredential()
    : new ManagedIdentityCredential({ clientId: managedIdentity });
}

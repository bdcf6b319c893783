/** For development builds: names a response that the contract does not describe. It contains every schema. */
import { findResponseFault, type SeenResponse } from '@rooms-pro/core/routes';

/** Logs what does not fit, with the route and the path in the body. */
export function logResponseFault(seen: SeenResponse): void {
  const fault = findResponseFault(seen);
  // biome-ignore lint/suspicious/noConsole: a developer sees it; production builds do not contain this file.
  if (fault !== null) console.error(`The response does not fit the contract. ${fault}`);
}

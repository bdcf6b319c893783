/** For development builds: logs a response that does not match the contract. Contains all schemas. */
import { findResponseFault, type SeenResponse } from '@rooms-pro/core/routes';

/** Logs a mismatch with the route and the path in the body. */
export function logResponseFault(seen: SeenResponse): void {
  const fault = findResponseFault(seen);
  // biome-ignore lint/suspicious/noConsole: for developers only; production builds do not contain this file.
  if (fault !== null) console.error(`The response does not fit the contract. ${fault}`);
}

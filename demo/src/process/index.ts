/** Helpers to start, await and end processes. This entry point does not load the platform. */
export { endWithParent, notifyParent } from './endWithParent.ts';
export { platformFlags } from './platformFlags.ts';
export { isReachable, waitFor } from './waitFor.ts';

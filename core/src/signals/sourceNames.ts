/** How to distinguish what the platform derives from a device's events from what the device itself reports. */

/** No id of a device contains a control character, so no device can have such a name. */
const mark = '\u001fheartbeat';

/** The source that the heartbeat events of a device are, beside the device itself. */
export function heartbeatSource(device: string): string {
  return `${device}${mark}`;
}

/** Whether a report comes from heartbeat events. */
export function isHeartbeatSource(source: string): boolean {
  return source.endsWith(mark);
}

/** The device behind a source. */
export function deviceOfSource(source: string): string {
  return isHeartbeatSource(source) ? source.slice(0, -mark.length) : source;
}

/** The source as people read it: `dev-17`, or `the app's heartbeat events of dev-17`. */
export function formatReporter(source: string): string {
  return isHeartbeatSource(source)
    ? `The app’s heartbeat events of ${deviceOfSource(source)}`
    : source;
}

/** The events that a Teams Rooms device writes to its event log, in the published format with invented values. */

/** The current condition of a device with its faults. */
export type Condition = {
  /** The number of front-of-room displays that the device does not find. */
  readonly missingDisplays: number;
  readonly hasMicrophone: boolean;
  readonly hasDefaultSpeaker: boolean;
  readonly hasCamera: boolean;
  readonly canSignIn: boolean;
  /** The app has stopped: it writes no events, and the room has no meetings. */
  readonly hasAppStopped: boolean;
  /** The command that starts a stopped app again; `null` when no command of the platform helps. */
  readonly appNeeds: 'restartApp' | 'restartDevice' | null;
  readonly isDiskFull: boolean;
  readonly isAppOutdated: boolean;
  /** The device has no network connection, so its messages do not arrive. */
  readonly isSilent: boolean;
};

/** The condition of a device without faults. */
export const healthyCondition: Condition = {
  missingDisplays: 0,
  hasMicrophone: true,
  hasDefaultSpeaker: true,
  hasCamera: true,
  canSignIn: true,
  hasAppStopped: false,
  appNeeds: null,
  isDiskFull: false,
  isAppOutdated: false,
  isSilent: false,
};

/** Whether two conditions are the same. */
export function isSame(one: Condition, other: Condition): boolean {
  return (Object.keys(one) as (keyof Condition)[]).every((key) => one[key] === other[key]);
}

/** The app versions that a device reports. */
export const appVersions = { current: '5.3.111.0', outdated: '4.19.57.0' } as const;
export const osVersion = '10.0.22631.4317';

/** The data about the device in every event. */
export type DeviceIdentity = {
  readonly device: string;
  readonly displayName: string;
  readonly displays: number;
  readonly usesSkype: boolean;
  readonly address: string;
};

/** The JSON of one event-log entry. */
export type MtrEvent = Readonly<Record<string, string>>;

/** The events that the app writes every five minutes; a stopped app writes none. */
export function regularEvents(of: DeviceIdentity, condition: Condition): readonly MtrEvent[] {
  if (condition.hasAppStopped) return [];
  return [heartbeatEvent(of, condition), hardwareEvent(of, condition)];
}

/** The regular heartbeat event with the state of network and sign-ins. */
export function heartbeatEvent(of: DeviceIdentity, condition: Condition): MtrEvent {
  if (condition.canSignIn) return event(of, condition, 'Heartbeat', 'Heartbeat is healthy.', true);
  const description = [
    'Network status : Healthy.',
    'Exchange status : 80131500 : AADSTS50076.',
    `Signin status: ${of.usesSkype ? 'Healthy' : 'NotApplicable'}.`,
    'Teams Signin status: Unhealthy.',
  ].join(' ');
  // Real devices that cannot sign in send empty names, too.
  return { ...event(of, condition, 'Heartbeat', description, false), Alias: '', DisplayName: '' };
}

/** The regular event with the state of the peripherals. */
export function hardwareEvent(of: DeviceIdentity, condition: Condition): MtrEvent {
  const { missingDisplays, hasMicrophone, hasDefaultSpeaker, hasCamera } = condition;
  if (missingDisplays === 0 && hasMicrophone && hasDefaultSpeaker && hasCamera)
    return event(of, condition, 'HardwareCheckEngine', 'HardwareCheckEngine is healthy.', true);
  const found = of.displays - missingDisplays;
  const counts = `Configured display count is ${of.displays}. Real display count is ${found}.`;
  const description = [
    `Front of Room Display status : ${health(missingDisplays === 0)}.`,
    ...(missingDisplays === 0 ? [] : [counts]),
    `Conference Microphone status : ${health(hasMicrophone)}.`,
    'Conference Speaker status : Healthy.',
    `Default Speaker status : ${health(hasDefaultSpeaker)}.`,
    `Camera status : ${health(hasCamera)}.`,
    'Motion Sensor status : Healthy.',
    'HDMI Ingest status : Healthy.',
  ].join(' ');
  return event(of, condition, 'HardwareCheckEngine', description, false);
}

/** The event that the app writes after a restart. */
export function restartEvent(of: DeviceIdentity, condition: Condition): MtrEvent {
  return event(of, condition, 'Restart', 'App restarts.', true);
}

/** The version of the app on a device in this condition. */
export function appVersionOf({ isAppOutdated }: Condition): string {
  return isAppOutdated ? appVersions.outdated : appVersions.current;
}

function health(isHealthy: boolean): string {
  return isHealthy ? 'Healthy' : 'Unhealthy';
}

function event(
  of: DeviceIdentity,
  condition: Condition,
  operation: string,
  description: string,
  passed: boolean,
): MtrEvent {
  return {
    Description: description,
    ResourceState: health(passed),
    OperationName: operation,
    OperationResult: passed ? 'Pass' : 'Fail',
    OS: 'Windows 11',
    OSVersion: osVersion,
    Alias: `${of.device}@rooms.example`,
    DisplayName: of.displayName,
    AppVersion: appVersionOf(condition),
    IPv4Address: of.address,
    IPv6Address: '',
  };
}

/** What a Teams Rooms device writes to its event log, in the published shape with values of our own. */

/** What is wrong with a device just now; all well when everything is at rest. */
export type Condition = {
  /** How many of the front-of-room displays the device does not find. */
  readonly missingDisplays: number;
  readonly hasMicrophone: boolean;
  readonly hasDefaultSpeaker: boolean;
  readonly hasCamera: boolean;
  readonly canSignIn: boolean;
  /** The app has stopped: it writes no events, and nobody meets. */
  readonly hasAppStopped: boolean;
  /** What brings a stopped app back; `null`: nothing that the platform could try. */
  readonly appNeeds: 'restartApp' | 'restartDevice' | null;
  readonly isDiskFull: boolean;
  readonly isAppOutdated: boolean;
  /** Nothing that it sends arrives: it is cut from the network. */
  readonly isSilent: boolean;
};

/** A device with nothing wrong. */
export const allWell: Condition = {
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

/** The versions that a device tells. */
export const appVersions = { current: '5.3.111.0', outdated: '4.19.57.0' } as const;
export const osVersion = '10.0.22631.4317';

/** What a device says about itself in every event. */
export type DeviceIdentity = {
  readonly device: string;
  readonly displayName: string;
  readonly displays: number;
  readonly usesSkype: boolean;
  readonly address: string;
};

/** The JSON of one event-log entry. */
export type MtrEvent = Readonly<Record<string, string>>;

/** What the app writes every five minutes; a stopped app writes nothing. */
export function regularEvents(of: DeviceIdentity, condition: Condition): readonly MtrEvent[] {
  if (condition.hasAppStopped) return [];
  return [heartbeatEvent(of, condition), hardwareEvent(of, condition)];
}

/** The regular sign of life: network and sign-ins. */
export function heartbeatEvent(of: DeviceIdentity, condition: Condition): MtrEvent {
  if (condition.canSignIn) return event(of, condition, 'Heartbeat', 'Heartbeat is healthy.', true);
  const description = [
    'Network status : Healthy.',
    'Exchange status : 80131500 : AADSTS50076.',
    `Signin status: ${of.usesSkype ? 'Healthy' : 'NotApplicable'}.`,
    'Teams Signin status: Unhealthy.',
  ].join(' ');
  // As in the field: a device that cannot sign in does not know its own name.
  return { ...event(of, condition, 'Heartbeat', description, false), Alias: '', DisplayName: '' };
}

/** The regular look at the peripherals. */
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

/** The app has been started anew. */
export function restartEvent(of: DeviceIdentity, condition: Condition): MtrEvent {
  return event(of, condition, 'Restart', 'App restarts.', true);
}

/** The version of the app on a device in this condition. */
export function appVersionOf({ isAppOutdated }: Condition): string {
  return isAppOutdated ? appVersions.outdated : appVersions.current;
}

function health(isWell: boolean): string {
  return isWell ? 'Healthy' : 'Unhealthy';
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

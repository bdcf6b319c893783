/** What a Teams Rooms device writes to its event log, in the published shape with values of our own. */

/** What is wrong with a device just now; all well when everything is at rest. */
export type Condition = {
  /** How many of the front-of-room displays the device does not find. */
  readonly missingDisplays: number;
  readonly hasMicrophone: boolean;
  readonly hasDefaultSpeaker: boolean;
  readonly canSignIn: boolean;
  /** Sends nothing at all: switched off, or cut from the network. */
  readonly isSilent: boolean;
};

/** A device with nothing wrong. */
export const allWell: Condition = {
  missingDisplays: 0,
  hasMicrophone: true,
  hasDefaultSpeaker: true,
  canSignIn: true,
  isSilent: false,
};

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

/** The regular sign of life: network and sign-ins. */
export function heartbeatEvent(of: DeviceIdentity, { canSignIn }: Condition): MtrEvent {
  if (canSignIn) return event(of, 'Heartbeat', 'Heartbeat is healthy.', true);
  const description = [
    'Network status : Healthy.',
    'Exchange status : 80131500 : AADSTS50076.',
    `Signin status: ${of.usesSkype ? 'Healthy' : 'NotApplicable'}.`,
    'Teams Signin status: Unhealthy.',
  ].join(' ');
  // As in the field: a device that cannot sign in does not know its own name.
  return { ...event(of, 'Heartbeat', description, false), Alias: '', DisplayName: '' };
}

/** The regular look at the peripherals. */
export function hardwareEvent(of: DeviceIdentity, condition: Condition): MtrEvent {
  const { missingDisplays, hasMicrophone, hasDefaultSpeaker } = condition;
  if (missingDisplays === 0 && hasMicrophone && hasDefaultSpeaker)
    return event(of, 'HardwareCheckEngine', 'HardwareCheckEngine is healthy.', true);
  const found = of.displays - missingDisplays;
  const counts = `Configured display count is ${of.displays}. Real display count is ${found}.`;
  const description = [
    `Front of Room Display status : ${health(missingDisplays === 0)}.`,
    ...(missingDisplays === 0 ? [] : [counts]),
    `Conference Microphone status : ${health(hasMicrophone)}.`,
    'Conference Speaker status : Healthy.',
    `Default Speaker status : ${health(hasDefaultSpeaker)}.`,
    'Camera status : Healthy.',
    'Motion Sensor status : Healthy.',
    'HDMI Ingest status : Healthy.',
  ].join(' ');
  return event(of, 'HardwareCheckEngine', description, false);
}

/** The app has been started anew. */
export function restartEvent(of: DeviceIdentity): MtrEvent {
  return event(of, 'Restart', 'App restarts.', true);
}

function health(isWell: boolean): string {
  return isWell ? 'Healthy' : 'Unhealthy';
}

function event(
  of: DeviceIdentity,
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
    OSVersion: '10.0.22631.4317',
    Alias: `${of.device}@rooms.example`,
    DisplayName: of.displayName,
    AppVersion: '5.3.111.0',
    IPv4Address: of.address,
    IPv6Address: '',
  };
}

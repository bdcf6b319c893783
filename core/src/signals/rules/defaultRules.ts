/** The default rules, which apply without an override, and the functions that read rules. */
import type { SignalId } from '../../words.ts';
import { signalInstance, signalTypeOf } from '../catalogue.ts';
import { meetingAppRule } from './categories/app.ts';
import {
  conferenceMicrophoneRule,
  conferenceSpeakerRule,
  defaultSpeakerRule,
} from './categories/audio.ts';
import {
  bluetoothRule,
  cameraRule,
  contentCameraRule,
  hdmiIngestRule,
  proximitySensorRule,
} from './categories/camera.ts';
import { connectionRule, networkRule, wifiOnlyRule } from './categories/connection.ts';
import { displayRule, touchPanelTexts } from './categories/display.ts';
import { reportedRule } from './categories/report.ts';
import { defaultCredentialsRule } from './categories/security.ts';
import {
  cameraSelectionRule,
  microphoneSelectionRule,
  speakerSelectionRule,
} from './categories/selection.ts';
import { signinExchangeRule, signinSkypeRule, signinTeamsRule } from './categories/signin.ts';
import {
  appVersionRule,
  eventLogRule,
  nightlyRestartRule,
  osVersionRule,
  timeDriftRule,
  windowsUpdateRule,
} from './categories/software.ts';
import { diskHealthRule, diskSpaceRule } from './categories/storage.ts';
import { days, hours, minutes } from './durations.ts';
import type { DetailAdvice, Rule, Rules } from './rule.ts';

/** The product's own rules, one for every signal type. */
export const defaultRules: Rules = {
  version: '2026-11-1',
  byType: {
    display: displayRule,
    'conference-microphone': conferenceMicrophoneRule,
    'conference-speaker': conferenceSpeakerRule,
    'default-speaker': defaultSpeakerRule,
    camera: cameraRule,
    'content-camera': contentCameraRule,
    'hdmi-ingest': hdmiIngestRule,
    'signin-exchange': signinExchangeRule,
    'signin-teams': signinTeamsRule,
    'signin-skype': signinSkypeRule,
    'proximity-sensor': proximitySensorRule,
    'microphone-selection': microphoneSelectionRule,
    'speaker-selection': speakerSelectionRule,
    'camera-selection': cameraSelectionRule,
    bluetooth: bluetoothRule,
    'meeting-app': meetingAppRule,
    'app-version': appVersionRule,
    'os-version': osVersionRule,
    'windows-update': windowsUpdateRule,
    'nightly-restart': nightlyRestartRule,
    'time-drift': timeDriftRule,
    'event-log': eventLogRule,
    'disk-space': diskSpaceRule,
    'disk-health': diskHealthRule,
    'default-credentials': defaultCredentialsRule,
    connection: connectionRule,
    network: networkRule,
    'wifi-only': wifiOnlyRule,
    reported: reportedRule,
  },
  disconnectedAfterMs: minutes(20),
  closesAfterMs: days(7),
  clockSkewMs: minutes(5),
  clock: {
    agreesWithinMs: 1_000,
    onItsWayMs: minutes(1),
    boundMs: days(366),
    oldestMs: days(31),
  },
  heartbeat: { silentAfterMs: minutes(10) },
  flapping: { changes: 4, withinMs: hours(1), quietForMs: minutes(30) },
  remediation: {
    attemptsPerDay: 3,
    allowedHours: { from: '00:00', to: '00:00' },
    resultWithinMs: minutes(15),
    watchForMs: minutes(2),
    meetingNewsMs: minutes(12),
  },
  outage: {
    rooms: 5,
    withinMs: minutes(5),
    scopes: ['floor', 'building', 'subnet'],
    lingersMs: minutes(30),
  },
  remindBeforeMs: hours(1),
};

/** The rule for a signal, with the texts of its instance: a touch panel needs other texts than a wall display. */
export function ruleFor(rules: Rules, signal: SignalId): Rule {
  const rule = rules.byType[signalTypeOf(signal)];
  return signal === 'display:console' ? { ...rule, ...touchPanelTexts } : rule;
}

/** The recommended action: the advice for the observed detail if there is any, else the rule's general action. */
export function recommendedActionFor(rule: Rule, detail: string): string {
  return adviceFor(rule, detail)?.recommendedAction ?? rule.recommendedAction;
}

/** The key of the recommended action for a detail, under which its successes and failures are counted. */
export function adviceKeyFor(rule: Rule, detail: string): string {
  const advice = adviceFor(rule, detail);
  if (advice === undefined) return 'general';
  const [fragment] = advice.whenDetailHas;
  return `${fragment}${advice.belowPercent === undefined ? '' : ` below ${advice.belowPercent} %`}`;
}

function adviceFor(rule: Rule, detail: string): DetailAdvice | undefined {
  const observed = detail.toLowerCase();
  return rule.adviceByDetail.find((candidate) => fits(candidate, observed));
}

function fits({ whenDetailHas, belowPercent }: DetailAdvice, observed: string): boolean {
  if (!whenDetailHas.some((fragment) => observed.includes(fragment.toLowerCase()))) return false;
  if (belowPercent === undefined) return true;
  const percent = /(\d{1,3}(?:[.,]\d{1,3})?)\s?%/.exec(observed)?.[1]?.replace(',', '.');
  return percent !== undefined && Number(percent) < belowPercent;
}

/** The name of a signal on screens: `Display 1`, `Touch panel`, `Conference microphone`. */
export function signalLabel(rules: Rules, signal: SignalId): string {
  const { label } = ruleFor(rules, signal);
  const instance = signalInstance(signal);
  return instance === null || instance === 'console' ? label : `${label} ${instance}`;
}

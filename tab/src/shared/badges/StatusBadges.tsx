/** Labels with an icon for health, severity and state, so that colour is never the only difference. */

import type { FluentIcon } from '@fluentui/react-icons';
import { AlertOff20Regular } from '@fluentui/react-icons/svg/alert-off';
import { ArrowRepeatAllOff20Regular } from '@fluentui/react-icons/svg/arrow-repeat-all-off';
import { Bot20Regular } from '@fluentui/react-icons/svg/bot';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleOff20Regular } from '@fluentui/react-icons/svg/circle-off';
import { ErrorCircle20Filled } from '@fluentui/react-icons/svg/error-circle';
import { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off';
import { Options20Regular } from '@fluentui/react-icons/svg/options';
import { Person20Regular } from '@fluentui/react-icons/svg/person';
import { PlugDisconnected20Filled } from '@fluentui/react-icons/svg/plug-disconnected';
import { Pulse20Regular } from '@fluentui/react-icons/svg/pulse';
import { QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle';
import { Warning20Filled } from '@fluentui/react-icons/svg/warning';
import { Wrench20Regular } from '@fluentui/react-icons/svg/wrench';
import type {
  Health,
  IncidentState,
  ReadingState,
  Response,
  Severity,
  TicketStatus,
} from '@rooms-pro/core';
import { healthLabels, readingLabels, severityLabels, statusLabels } from '@rooms-pro/core';
import type { ReactNode } from 'react';
import styles from './StatusBadges.module.css';

type Tone = 'good' | 'bad' | 'caution' | 'quiet' | 'busy';
type Sign = { readonly Icon: FluentIcon; readonly tone: Tone };

const healthSigns: Readonly<Record<Health, Sign>> = {
  healthy: { Icon: CheckmarkCircle20Filled, tone: 'good' },
  unhealthy: { Icon: ErrorCircle20Filled, tone: 'bad' },
  disconnected: { Icon: PlugDisconnected20Filled, tone: 'caution' },
  suppressed: { Icon: AlertOff20Regular, tone: 'quiet' },
  onboarding: { Icon: Wrench20Regular, tone: 'busy' },
};

const severitySigns: Readonly<Record<Severity, Sign>> = {
  important: { Icon: ErrorCircle20Filled, tone: 'bad' },
  warning: { Icon: Warning20Filled, tone: 'caution' },
};

const statusSigns: Readonly<Record<TicketStatus, Sign>> = {
  needsAction: { Icon: Person20Regular, tone: 'bad' },
  systemInvestigating: { Icon: Bot20Regular, tone: 'busy' },
  resolved: { Icon: CheckmarkCircle20Filled, tone: 'good' },
  closed: { Icon: CheckmarkCircle20Filled, tone: 'quiet' },
  unopened: { Icon: CircleOff20Regular, tone: 'quiet' },
};

function Mark({ sign }: { sign: Sign }) {
  return (
    <span className={`${styles.mark} ${styles[sign.tone]}`} aria-hidden>
      <sign.Icon />
    </span>
  );
}

function Signed({ sign, children }: { sign: Sign; children: ReactNode }) {
  return (
    <span className={styles.signed}>
      <Mark sign={sign} />
      <span>{children}</span>
    </span>
  );
}

/** `Healthy · 2 warnings`. `label` replaces the default label of the health. */
export function HealthWord(props: { health: Health; warnings?: number; label?: string }) {
  const { health, warnings = 0, label = healthLabels[health] } = props;
  return (
    <Signed sign={healthSigns[health]}>
      {label}
      {warnings > 0 && (
        <span
          className={styles.aside}
        >{` · ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`}</span>
      )}
    </Signed>
  );
}

/** `Important` or `Warning`. */
export function SeverityWord({ severity }: { severity: Severity }) {
  return <Signed sign={severitySigns[severity]}>{severityLabels[severity]}</Signed>;
}

/** `Needs action`, `System investigating`, `Resolved` … */
export function StatusWord({ status }: { status: TicketStatus | IncidentState }) {
  return <Signed sign={statusSigns[status]}>{statusLabels[status]}</Signed>;
}

const readingSigns: Readonly<Record<ReadingState | 'unknown', Sign>> = {
  healthy: { Icon: CheckmarkCircle20Filled, tone: 'good' },
  unhealthy: { Icon: ErrorCircle20Filled, tone: 'bad' },
  notApplicable: { Icon: CircleOff20Regular, tone: 'quiet' },
  unknown: { Icon: QuestionCircle20Regular, tone: 'quiet' },
};

/** The last reading of a signal. `label` replaces the default label where several signals are combined. */
export function ReadingWord(props: { state: ReadingState | 'unknown'; label?: string }) {
  const { state, label = readingLabels[state] } = props;
  return <Signed sign={readingSigns[state]}>{label}</Signed>;
}

/** Shows that no source in the room can report the signal: it is neither healthy nor unhealthy. */
export function NotWatchedWord() {
  return <Signed sign={{ Icon: EyeOff20Regular, tone: 'quiet' }}>Not watched</Signed>;
}

/** Shows that the configuration of the room causes the fault. */
export function MisconfiguredWord() {
  return <Signed sign={{ Icon: Options20Regular, tone: 'caution' }}>Misconfigured</Signed>;
}

/**
 * Shows that the signal changes too often for an evaluation; `changes` within the time of the rule, if
 * known.
 */
export function FlappingWord({ changes }: { changes?: number }) {
  return (
    <Signed sign={{ Icon: Pulse20Regular, tone: 'busy' }}>
      {changes === undefined ? 'Flapping' : `Flapping · ${changes} changes`}
    </Signed>
  );
}

/** Shows that this is one outage of several rooms. */
export function OutageWord({ rooms }: { rooms: number }) {
  return (
    <Signed sign={healthSigns.disconnected}>{rooms === 1 ? '1 room' : `${rooms} rooms`}</Signed>
  );
}

/** Shows that the latest response failed. */
export function NotHeldWord() {
  return (
    <Signed sign={{ Icon: ArrowRepeatAllOff20Regular, tone: 'bad' }}>Response did not hold</Signed>
  );
}

type Flags = {
  readonly isMisconfiguration: boolean;
  readonly isFlapping: boolean;
  readonly response: Response | null;
};

/** The other flags of an incident, beside its severity and state. */
export function IncidentFlags({ row }: { row: Flags }) {
  return (
    <>
      {row.response?.failedAt !== undefined && <NotHeldWord />}
      {row.isMisconfiguration && <MisconfiguredWord />}
      {row.isFlapping && <FlappingWord />}
    </>
  );
}

/** Shows that something is suppressed, and until when. */
export function SuppressedWord({ children }: { children: ReactNode }) {
  return <Signed sign={healthSigns.suppressed}>{children}</Signed>;
}

/** Only the icon of a severity. The caller must show the label near it. */
export function SeveritySign({ severity }: { severity: Severity }) {
  return <Mark sign={severitySigns[severity]} />;
}

/** Only the icon of a health. The caller must show the label near it. */
export function HealthSign({ health }: { health: Health }) {
  return <Mark sign={healthSigns[health]} />;
}

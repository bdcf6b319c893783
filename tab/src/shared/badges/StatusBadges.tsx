/** Words with their sign: health, severity, state. Never colour alone. */

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

/** `Healthy · 2 warnings`. `label` where a room's health has a word of its own. */
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

/** How a signal was last read; `label` where several signals are summed up. */
export function ReadingWord(props: { state: ReadingState | 'unknown'; label?: string }) {
  const { state, label = readingLabels[state] } = props;
  return <Signed sign={readingSigns[state]}>{label}</Signed>;
}

/** That nothing in the room can report a signal: it is neither healthy nor unhealthy. */
export function NotWatchedWord() {
  return <Signed sign={{ Icon: EyeOff20Regular, tone: 'quiet' }}>Not watched</Signed>;
}

/** That the fault is in how the room is set up. */
export function MisconfiguredWord() {
  return <Signed sign={{ Icon: Options20Regular, tone: 'caution' }}>Misconfigured</Signed>;
}

/** That it comes and goes too often to be judged; `changes` within the rule's time, where known. */
export function FlappingWord({ changes }: { changes?: number }) {
  return (
    <Signed sign={{ Icon: Pulse20Regular, tone: 'busy' }}>
      {changes === undefined ? 'Flapping' : `Flapping · ${changes} changes`}
    </Signed>
  );
}

/** That it is one outage of so many rooms. */
export function OutageWord({ rooms }: { rooms: number }) {
  return (
    <Signed sign={healthSigns.disconnected}>{rooms === 1 ? '1 room' : `${rooms} rooms`}</Signed>
  );
}

/** That the latest response did not hold. */
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

/** What else is to be known of an incident, beside its severity and state. */
export function IncidentFlags({ row }: { row: Flags }) {
  return (
    <>
      {row.response?.failedAt !== undefined && <NotHeldWord />}
      {row.isMisconfiguration && <MisconfiguredWord />}
      {row.isFlapping && <FlappingWord />}
    </>
  );
}

/** That something is deliberately silenced, and until when. */
export function SuppressedWord({ children }: { children: ReactNode }) {
  return <Signed sign={healthSigns.suppressed}>{children}</Signed>;
}

/** The sign of a severity alone; the word must stand close by. */
export function SeveritySign({ severity }: { severity: Severity }) {
  return <Mark sign={severitySigns[severity]} />;
}

/** The sign of a health alone; the word must stand close by. */
export function HealthSign({ health }: { health: Health }) {
  return <Mark sign={healthSigns[health]} />;
}

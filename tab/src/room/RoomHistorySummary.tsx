/** The summary of the history of a room: repeated failures, versions, peripherals, responses. */
import type { RoomDetail, RoomPastAnswer } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { roomPastQuery } from '../api/queries.ts';
import { ReadingWord } from '../shared/badges/StatusBadges.tsx';
import styles from '../shared/Section.module.css';
import { Failure, Loading } from '../shared/states/EmptyStates.tsx';
import { formatDateTime } from '../shared/time/formatTime.ts';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';

const software = { app: 'App', os: 'System', agent: 'Monitoring Software' } as const;
const outcomes = {
  worked: 'Telemetry showed that it worked.',
  failed: 'Telemetry showed that it did not work.',
  open: 'Telemetry has not shown yet whether it worked.',
} as const;

function Failures({ failures }: Pick<RoomPastAnswer, 'failures'>) {
  if (failures.length === 0) return <p className={styles.second}>No failure was repeated.</p>;
  return (
    <ul className={styles.list}>
      {failures.map(({ signal, label, ticket, lastAt, sentence, pattern }) => (
        <li key={signal} className={styles.main}>
          <div className={styles.words}>
            {ticket === null ? (
              <strong>{label}</strong>
            ) : (
              <Link href={`/tickets/${ticket}`}>{label}</Link>
            )}
            <span>{sentence}</span>
            <span className={styles.second}>
              last <RelativeTime at={lastAt} inSentence />
            </span>
          </div>
          {pattern !== null && <div>{pattern}</div>}
        </li>
      ))}
    </ul>
  );
}

/** A column with a heading, and a sentence if it has no lines. */
function Column(props: { title: string; none: string; lines: readonly ReactNode[] }) {
  return (
    <div>
      <h3>{props.title}</h3>
      {props.lines.length === 0 ? (
        <ul className={styles.list}>
          <li className={styles.second}>{props.none}</li>
        </ul>
      ) : (
        <ul className={styles.list}>{props.lines}</ul>
      )}
    </div>
  );
}

function versionLines({ versions }: RoomPastAnswer): ReactNode[] {
  return versions.map(({ device, what, before, after, at }) => (
    <li key={`${device} ${what}`} className={styles.main}>
      <div>
        {before === null ? `${software[what]} ${after}` : `${software[what]} ${before} → ${after}`}
      </div>
      <div className={styles.second}>{`${device}, ${formatDateTime(at)}`}</div>
    </li>
  ));
}

function peripheralLines({ peripherals }: RoomPastAnswer): ReactNode[] {
  return peripherals.map(({ signal, label, state, changes, lastAt }) => (
    <li key={signal} className={styles.main}>
      <div className={styles.words}>
        <span>{label}</span>
        <ReadingWord state={state} />
      </div>
      <div className={styles.second}>
        {`${changes} ${changes === 1 ? 'change' : 'changes'}, last `}
        <RelativeTime at={lastAt} inSentence />
      </div>
    </li>
  ));
}

function responseLines({ responses }: RoomPastAnswer): ReactNode[] {
  return responses.map(({ at, by, label, ticket, notes, outcome }) => (
    <li key={`${ticket} ${at}`} className={styles.main}>
      <div className={styles.words}>
        <Link href={`/tickets/${ticket}`}>{label}</Link>
        <span className={styles.second}>{`${by}, ${formatDateTime(at)}`}</span>
      </div>
      <div>{notes}</div>
      <div className={styles.second}>{outcomes[outcome]}</div>
    </li>
  ));
}

function Sums({ past, timeZone }: { past: RoomPastAnswer; timeZone: string }) {
  return (
    <>
      <p className={styles.second}>
        {past.isCut
          ? `Since ${formatDateTime(past.from)}: this room has more changes than are summed up.`
          : `The last ${past.days} days. Weekdays and hours are those of the room (${timeZone}).`}
      </p>
      <h3>Repeated failures</h3>
      <Failures failures={past.failures} />
      <div className={styles.columns}>
        <Column title="Versions" none="No version changed." lines={versionLines(past)} />
        <Column title="Peripherals" none="No peripheral changed." lines={peripheralLines(past)} />
        <Column
          title="Responses"
          none="No incident was responded to."
          lines={responseLines(past)}
        />
      </div>
    </>
  );
}

/** Shown above the entries of the history. */
export function RoomHistorySummary({ room }: { room: RoomDetail }) {
  const past = useQuery(roomPastQuery(room.roomId));
  return (
    <section className={styles.section} aria-labelledby="room-past">
      <h2 id="room-past">Summary</h2>
      {past.isPending && <Loading rows={3} what="the summary" />}
      {past.error && <Failure error={past.error} retry={() => void past.refetch()} />}
      {past.data && <Sums past={past.data} timeZone={room.timeZone} />}
    </section>
  );
}

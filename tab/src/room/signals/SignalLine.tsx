/** One signal of a room: its state, its ticket, and its suppression. */
import { readingLabels } from '@rooms-pro/core';
import type { RoomDetail, SignalRow } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../../act/ActionButtons.tsx';
import { commonActions, isAboutSuppression } from '../../act/actions.ts';
import {
  MisconfiguredWord,
  NotWatchedWord,
  ReadingWord,
  SeverityWord,
  StatusWord,
  SuppressedWord,
} from '../../shared/badges/StatusBadges.tsx';
import styles from '../../shared/Section.module.css';
import { formatUntil } from '../../shared/time/formatTime.ts';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';

type Props = { readonly row: SignalRow; readonly room: RoomDetail };

function Story({ row }: { row: SignalRow }) {
  const isOpen = row.status === 'needsAction' || row.status === 'systemInvestigating';
  return (
    <div className={styles.main}>
      {(row.ticket !== null || row.suppression) && (
        <div className={styles.words}>
          {row.ticket !== null && <Link href={`/tickets/${row.ticket}`}>{row.ticket}</Link>}
          {row.ticket !== null && <StatusWord status={row.status} />}
          {isOpen && <SeverityWord severity={row.severity} />}
          {row.isMisconfiguration && row.state === 'unhealthy' && <MisconfiguredWord />}
          {row.suppression && (
            <SuppressedWord>{`Suppressed ${formatUntil(row.suppression.until)}`}</SuppressedWord>
          )}
        </div>
      )}
      {row.detail !== '' && <div className={styles.second}>{row.detail}</div>}
      {!row.isWatched && <div className={styles.second}>No source in this room reports it.</div>}
      {row.others.filter(isTelling(row)).map(({ device, state, detail }) => (
        <div key={device} className={styles.second}>
          {`${device}: ${readingLabels[state].toLowerCase()}${detail === '' ? '' : `: ${detail}`}`}
        </div>
      ))}
    </div>
  );
}

/** Another source gets a line only where it reports something different. */
function isTelling(row: SignalRow) {
  return ({ state, detail }: SignalRow['others'][number]) =>
    state !== row.state || detail !== row.detail;
}

/** Only suppression is offered here; the ticket offers the other actions. */
export function SignalLine({ row, room }: Props) {
  const actions = commonActions([row]).filter(isAboutSuppression);
  return (
    <li className={styles.signal}>
      <strong>{row.label}</strong>
      <span className={styles.reading}>
        {row.isWatched ? <ReadingWord state={row.state} /> : <NotWatchedWord />}
        {row.since !== null && (
          <span className={styles.second}>
            <RelativeTime at={row.since} form="for" />
          </span>
        )}
      </span>
      <Story row={row} />
      <span className={styles.buttons}>
        <ActionButtons
          actions={actions}
          size="small"
          isQuiet
          targets={[{ room: room.roomId, signal: row.signal }]}
          what={`${row.label} in ${room.name}`}
          suppression={row.suppression}
        />
      </span>
    </li>
  );
}

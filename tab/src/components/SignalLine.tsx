/** One signal of a room: how it is, its ticket, and silencing it. */
import { readingLabels } from '@rooms-pro/core';
import type { RoomDetail, SignalRow } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions } from '../act/actions.ts';
import { sayUntil } from '../dates.ts';
import styles from './Section.module.css';
import { When } from './When.tsx';
import {
  MisconfiguredWord,
  ReadingWord,
  SeverityWord,
  StatusWord,
  SuppressedWord,
} from './Words.tsx';

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
            <SuppressedWord>{`Suppressed ${sayUntil(row.suppression.until)}`}</SuppressedWord>
          )}
        </div>
      )}
      {row.detail !== '' && <div className={styles.second}>{row.detail}</div>}
      {row.others.map(({ device, state, detail }) => (
        <div key={device} className={styles.second}>
          {`${device} says ${readingLabels[state].toLowerCase()}${detail === '' ? '' : `: ${detail}`}`}
        </div>
      ))}
    </div>
  );
}

/** Only silencing is offered here; the rest stands with the ticket. */
export function SignalLine({ row, room }: Props) {
  const actions = commonActions([row]).filter(
    (action) => action === 'suppress' || action === 'changeSuppression' || action === 'unsuppress',
  );
  return (
    <li className={styles.signal}>
      <strong>{row.label}</strong>
      <span className={styles.reading}>
        <ReadingWord state={row.state} />
        {row.since !== null && (
          <span className={styles.second}>
            <When at={row.since} form="for" />
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

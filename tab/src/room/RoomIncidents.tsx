/** The open incidents of a room, with actions. */
import type { IncidentRow, RoomDetail } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions, forMany } from '../act/actions.ts';
import { AssigneeCell } from '../incidents/Assignee.tsx';
import { nameIncident } from '../incidents/rowProps.ts';
import { IncidentFlags, SeverityWord, StatusWord } from '../shared/badges/StatusBadges.tsx';
import styles from '../shared/Section.module.css';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';

function Incident({ row }: { row: IncidentRow }) {
  return (
    <li className={styles.incident}>
      <div className={styles.main}>
        <div className={styles.words}>
          <Link href={`/tickets/${row.ticket}`}>{row.label}</Link>
          <SeverityWord severity={row.severity} />
          <StatusWord status={row.state} />
          <IncidentFlags row={row} />
          <span className={styles.second}>
            open <RelativeTime at={row.activatedAt} form="for" />
          </span>
        </div>
        <div>{row.recommendedAction}</div>
        <div className={styles.second}>{row.impact}</div>
        <div className={styles.second}>
          <AssigneeCell row={row} />
        </div>
      </div>
      <div className={styles.buttons}>
        <ActionButtons
          actions={forMany(commonActions([row])).filter((action) => action !== 'investigate')}
          size="small"
          isQuiet={row.suppression !== null}
          targets={[{ ticket: row.ticket }]}
          what={nameIncident(row)}
          holders={[row.assignee]}
          advice={row.recommendedAction}
        />
      </div>
    </li>
  );
}

/** Every open incident of the room, in the order of the server: worst first. */
export function RoomIncidents({ room }: { room: RoomDetail }) {
  const { incidents } = room;
  return (
    <section className={styles.section} aria-labelledby="room-incidents">
      <h2 id="room-incidents">
        {incidents.length === 0 ? 'No open incidents' : `Open incidents (${incidents.length})`}
      </h2>
      <ul className={styles.list}>
        {incidents.map((row) => (
          <Incident key={row.ticket} row={row} />
        ))}
      </ul>
    </section>
  );
}

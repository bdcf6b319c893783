/**
 * One outage: what its rooms have in common, the recommended action, the assignee, the rooms and the
 * history.
 */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { formatLocation, type OutageId } from '@rooms-pro/core';
import type { OutageDetail, OutageRoomRow } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions } from '../act/actions.ts';
import { outageQuery } from '../api/queries.ts';
import { NotFound } from '../app/NotFound.tsx';
import { nameRow } from '../incidents/rowProps.ts';
import { Breadcrumb } from '../shared/Breadcrumb.tsx';
import {
  OutageWord,
  SeverityWord,
  StatusWord,
  SuppressedWord,
} from '../shared/badges/StatusBadges.tsx';
import { HistoryLines } from '../shared/HistoryLines.tsx';
import notes from '../shared/notes/Notes.module.css';
import { PageTitle } from '../shared/PageTitle.tsx';
import section from '../shared/Section.module.css';
import { Failure, Loading } from '../shared/states/EmptyStates.tsx';
import { formatDateTime } from '../shared/time/formatTime.ts';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { AssigneeAndResponse } from '../ticket/overview/AssigneeAndResponse.tsx';
import styles from '../ticket/Ticket.module.css';
import own from './Outage.module.css';
import { roomsHref } from './outageLinks.ts';

type Props = { readonly outage: OutageDetail };

function isOver({ endedAt, rooms }: OutageDetail): boolean {
  return endedAt !== null || rooms === 0;
}

function Head({ outage }: Props) {
  const { id, label, assignee, assignedAt, assignees, recommendedAction } = outage;
  return (
    <>
      <Breadcrumb>
        <Link href="/">Incidents</Link>
        <span>{id}</span>
      </Breadcrumb>
      <PageTitle title={nameRow(outage)} />
      <div className={styles.words}>
        <StatusWord status={isOver(outage) ? 'resolved' : outage.state} />
        <SeverityWord severity={outage.severity} />
        {!isOver(outage) && <OutageWord rooms={outage.rooms} />}
        {outage.isSuppressed && <SuppressedWord>Suppressed</SuppressedWord>}
        <span>
          {outage.endedAt === null ? `${label} since ` : 'Over since '}
          {formatDateTime(outage.endedAt ?? outage.since)}
        </span>
      </div>
      <div className={styles.actions}>
        <ActionButtons
          actions={commonActions([outage])}
          targets={[{ outage: id }]}
          what={nameRow(outage)}
          advice={recommendedAction}
          assignees={assignees}
          holders={[assignee]}
          assignedAt={assignedAt}
        />
      </div>
    </>
  );
}

function Over({ outage }: Props) {
  if (!isOver(outage)) return null;
  return (
    <MessageBar intent="success" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>
          {outage.endedAt === null
            ? 'All its rooms are back.'
            : `Over since ${formatDateTime(outage.endedAt)}.`}
        </MessageBarTitle>
        {outage.remaining.length === 0
          ? 'A room that disconnects again is an incident of its own.'
          : 'The rooms that are still disconnected are incidents of their own.'}
      </MessageBarBody>
    </MessageBar>
  );
}

function WhatToDo({ outage }: Props) {
  return (
    <section className={section.section} aria-labelledby="what-to-do">
      <h2 id="what-to-do">{isOver(outage) ? 'What it was' : 'What to do'}</h2>
      {!isOver(outage) && <p className={section.lead}>{outage.recommendedAction}</p>}
      <dl className={section.facts}>
        <div>
          <dt>Impact on people</dt>
          <dd>{outage.impact}</dd>
        </div>
      </dl>
    </section>
  );
}

function RoomLine({ row }: { row: OutageRoomRow }) {
  return (
    <li className={section.main}>
      <div className={section.words}>
        <Link href={`/rooms/${row.roomId}`}>{row.room}</Link>
        <span className={section.second}>{formatLocation(row)}</span>
        {row.isSuppressed && <SuppressedWord>Suppressed</SuppressedWord>}
      </div>
      <div className={section.words}>
        <span>
          {'Last heard '}
          <RelativeTime at={row.since} inSentence />
        </span>
        {row.ticket !== null && (
          <Link href={`/tickets/${row.ticket}`}>{`Ticket ${row.ticket}`}</Link>
        )}
      </div>
    </li>
  );
}

function Rooms({ outage }: Props) {
  const { disconnected, remaining, rooms } = outage;
  const [shown, count] = rooms === 0 ? [remaining, remaining.length] : [disconnected, rooms];
  if (count === 0) return null;
  const more = count - shown.length;
  const title = rooms === 0 ? 'Still disconnected' : 'Disconnected rooms';
  return (
    <section className={section.section} aria-labelledby="outage-rooms">
      <h2 id="outage-rooms">{`${title} (${count})`}</h2>
      <ul className={section.list}>
        {shown.map((row) => (
          <RoomLine key={row.roomId} row={row} />
        ))}
      </ul>
      {more > 0 && (
        <p>
          <Link href={roomsHref(outage)}>{`And ${more} more: see all disconnected rooms`}</Link>
        </p>
      )}
    </section>
  );
}

function Whole({ outage }: Props) {
  return (
    <>
      <Head outage={outage} />
      <Over outage={outage} />
      <div className={`${section.pair} ${own.below}`}>
        <div>
          <WhatToDo outage={outage} />
          <Rooms outage={outage} />
        </div>
        <div>
          <AssigneeAndResponse ticket={{ ...outage, proof: null, resolvedAt: outage.endedAt }} />
          <section className={section.section} aria-labelledby="outage-history">
            <h2 id="outage-history">History</h2>
            <HistoryLines entries={outage.history} />
          </section>
        </div>
      </div>
    </>
  );
}

/** The page at `/outages/:id`. */
export default function Outage({ id }: { id: string }) {
  const isName = /^outage-\d+$/.test(id);
  const outage = useQuery({ ...outageQuery(id as OutageId), enabled: isName });
  if (!isName) return <NotFound />;
  if (outage.data) return <Whole key={id} outage={outage.data} />;
  return (
    <>
      <PageTitle title="Outage" />
      {outage.error ? (
        <Failure error={outage.error} retry={() => void outage.refetch()}>
          <Link href="/">All incidents</Link>
        </Failure>
      ) : (
        <Loading rows={6} what="the outage" />
      )}
    </>
  );
}

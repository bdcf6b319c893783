/** One ticket: an overview, its conversation, its attachments and its history. */

import type { TicketNumber } from '@rooms-pro/core';
import { formatLocation } from '@rooms-pro/core';
import type { TicketDetail } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { lazy, type RefObject, Suspense, useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { besideNote, commonActions } from '../act/actions.ts';
import { ApiFailure } from '../api/apiFailure.ts';
import { unreachable } from '../api/client.ts';
import { ticketQuery } from '../api/queries.ts';
import { NotFound } from '../app/NotFound.tsx';
import { Breadcrumb } from '../shared/Breadcrumb.tsx';
import {
  FlappingWord,
  MisconfiguredWord,
  NotHeldWord,
  SeverityWord,
  StatusWord,
} from '../shared/badges/StatusBadges.tsx';
import { NavLink } from '../shared/NavLink.tsx';
import { PageTitle } from '../shared/PageTitle.tsx';
import { Failure, Loading } from '../shared/states/EmptyStates.tsx';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { TicketHistory } from './history/TicketHistory.tsx';
import { TicketMessages } from './messages/TicketMessages.tsx';
import { TicketOverview } from './overview/TicketOverview.tsx';
import styles from './Ticket.module.css';

const TicketAttachments = lazy(() =>
  import('./attachments/TicketAttachments.tsx').catch(() => ({ default: NotLoaded })),
);

const tabs = ['overview', 'messages', 'attachments', 'history'] as const;
type TicketTab = (typeof tabs)[number];

const tabLabels: Readonly<Record<TicketTab, string>> = {
  overview: 'Overview',
  messages: 'Messages',
  attachments: 'Attachments',
  history: 'History',
};

function labelWithCount(tab: TicketTab, ticket: TicketDetail): string {
  const isCounted = tab === 'messages' || tab === 'attachments';
  const count = isCounted ? ticket[tab].length : 0;
  return count === 0 ? tabLabels[tab] : `${tabLabels[tab]} (${count})`;
}

/** If this part fails, the rest of the tab continues to work. */
function NotLoaded() {
  return <Failure error={new ApiFailure(0, unreachable)} retry={() => location.reload()} />;
}

function openedLabel({ resolvedAt, activatedAt, openedAt }: TicketDetail): string {
  if (resolvedAt !== null) return 'Resolved';
  return activatedAt === openedAt ? 'Opened' : 'Failed again';
}

function Head({ ticket }: { ticket: TicketDetail }) {
  return (
    <>
      <Breadcrumb>
        <Link href="/">Incidents</Link>
        <Link href={`/rooms/${ticket.roomId}`}>{ticket.room}</Link>
        <span>{ticket.number}</span>
      </Breadcrumb>
      <PageTitle title={`${ticket.label} in ${ticket.room}`} />
      <div className={styles.words}>
        <StatusWord status={ticket.status} />
        <SeverityWord severity={ticket.severity} />
        {ticket.resolvedAt === null && ticket.response?.failedAt !== undefined && <NotHeldWord />}
        {ticket.isMisconfiguration && <MisconfiguredWord />}
        {ticket.flapping && <FlappingWord changes={ticket.flapping.changes} />}
        <span>{formatLocation(ticket)}</span>
        <span>
          {openedLabel(ticket)}{' '}
          <RelativeTime at={ticket.resolvedAt ?? ticket.activatedAt} inSentence />
        </span>
      </div>
      <div className={styles.actions}>
        <ActionButtons
          actions={besideNote(commonActions([ticket]))}
          targets={[{ ticket: ticket.number }]}
          what={`${ticket.label} in ${ticket.room}`}
          advice={ticket.recommendedAction}
          remediations={ticket.remediations}
          assignees={ticket.assignees}
          holders={[ticket.assignee]}
          assignedAt={ticket.assignedAt}
          isQuiet={ticket.suppression !== null || ticket.resolvedAt !== null}
        />
      </div>
    </>
  );
}

/** On a phone the row of tabs may be wider than the page: the open tab is scrolled into view. */
function useInSight(shown: TicketTab): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another open tab has another position.
  useEffect(() => {
    const here = row.current?.querySelector('[aria-current]');
    if (!row.current || !(here instanceof HTMLElement)) return;
    const spare = (row.current.clientWidth - here.offsetWidth) / 2;
    row.current.scrollLeft = here.offsetLeft - row.current.offsetLeft - spare;
  }, [shown]);
  return row;
}

function Faces({ ticket }: { ticket: TicketDetail }) {
  const [params] = useSearchParams();
  const shown = tabs.find((tab) => tab === params.get('face')) ?? 'overview';
  const row = useInSight(shown);
  return (
    <>
      <nav ref={row} className={styles.faces} aria-label="Parts of the ticket">
        {tabs.map((tab) => (
          <NavLink
            key={tab}
            href={`/tickets/${ticket.number}${tab === 'overview' ? '' : `?face=${tab}`}`}
            isHere={tab === shown}
          >
            {labelWithCount(tab, ticket)}
          </NavLink>
        ))}
      </nav>
      {shown === 'overview' && <TicketOverview ticket={ticket} />}
      {shown === 'messages' && <TicketMessages ticket={ticket} />}
      {shown === 'attachments' && (
        <Suspense fallback={<Loading rows={4} what="the attachments" />}>
          <TicketAttachments ticket={ticket} />
        </Suspense>
      )}
      {shown === 'history' && <TicketHistory ticket={ticket} />}
    </>
  );
}

/** The page at `/tickets/:number`. The address contains the open tab. */
export default function Ticket({ number }: { number: string }) {
  const isNumber = /^\d+-\d+$/.test(number);
  const ticket = useQuery({ ...ticketQuery(number as TicketNumber), enabled: isNumber });
  if (!isNumber) return <NotFound />;
  if (ticket.data) {
    return (
      <>
        <Head ticket={ticket.data} />
        <Faces key={number} ticket={ticket.data} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={`Ticket ${number}`} />
      {ticket.error ? (
        <Failure error={ticket.error} retry={() => void ticket.refetch()}>
          <Link href="/">All incidents</Link>
        </Failure>
      ) : (
        <Loading rows={6} what="the ticket" />
      )}
    </>
  );
}

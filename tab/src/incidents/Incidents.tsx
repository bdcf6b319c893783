/** The home page: a summary, then all open incidents with actions for one or many. */
import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '../api/queries.ts';
import { OutageBanner } from '../outages/OutageBanner.tsx';
import { type IncidentFilters, readIncidentFilters } from '../shared/list/filters.ts';
import { useFilters } from '../shared/list/useFilters.ts';
import { PageTitle } from '../shared/PageTitle.tsx';
import { AssigneeFilter } from './AssigneeFilter.tsx';
import { IncidentFilterBar } from './IncidentFilterBar.tsx';
import { IncidentList } from './IncidentList.tsx';
import { SummaryBoard } from './summary/SummaryBoard.tsx';
import { IssueActions } from './summary/TopIssueActions.tsx';

/** The page at `/`. The address contains its filters. */
export function Incidents() {
  const [filters, setFilters] = useFilters<IncidentFilters>(readIncidentFilters);
  const summary = useQuery(summaryQuery);
  const { buildings = [], groups = [] } = summary.data ?? {};
  return (
    <>
      <PageTitle title="Incidents" />
      <OutageBanner outages={summary.data?.outages ?? []} />
      <SummaryBoard summary={summary} filters={filters} setFilters={setFilters} />
      <AssigneeFilter summary={summary.data} filters={filters} setFilters={setFilters} />
      <IncidentFilterBar
        filters={filters}
        setFilters={setFilters}
        buildings={buildings}
        groups={groups}
      />
      <IssueActions
        topIssues={summary.data?.topIssues ?? []}
        filters={filters}
        setFilters={setFilters}
      />
      <IncidentList
        filters={filters}
        clear={() => setFilters({})}
        healthyRooms={summary.data?.rooms.healthy ?? null}
      />
    </>
  );
}

/** The home page: what is wrong at a glance, then every open incident, to act on one or many. */
import { useQuery } from '@tanstack/react-query';
import { AssignedChoice } from '../components/AssignedChoice.tsx';
import { IncidentFilterBar } from '../components/IncidentFilterBar.tsx';
import { IncidentList } from '../components/IncidentList.tsx';
import { IssueActions } from '../components/IssueActions.tsx';
import { OutageBanner } from '../components/OutageBanner.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { SummaryBoard } from '../components/SummaryBoard.tsx';
import { type IncidentFilters, readIncidentFilters } from '../filters.ts';
import { useFilters } from '../list/useFilters.ts';
import { summaryQuery } from '../queries.ts';

/** The page at `/`. Its filters are its address. */
export function Incidents() {
  const [filters, setFilters] = useFilters<IncidentFilters>(readIncidentFilters);
  const summary = useQuery(summaryQuery);
  const { buildings = [], groups = [] } = summary.data ?? {};
  return (
    <>
      <PageTitle title="Incidents" />
      <OutageBanner outages={summary.data?.outages ?? []} />
      <SummaryBoard summary={summary} filters={filters} setFilters={setFilters} />
      <AssignedChoice summary={summary.data} filters={filters} setFilters={setFilters} />
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

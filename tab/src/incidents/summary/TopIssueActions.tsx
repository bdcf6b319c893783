/** Actions for a top issue: the recommendation of the rules, and actions on all of its incidents. */
import { Button } from '@fluentui/react-components';
import { isOutageRow } from '@rooms-pro/core';
import type { IncidentRow, IncidentsAnswer, Summary } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useAct } from '../../act/useAct.ts';
import { api } from '../../api/client.ts';
import { ignoreDoubleClick } from '../../forms/doubleClick.ts';
import { changeFilters, type IncidentFilters } from '../../shared/list/filters.ts';
import { mostSelected } from '../../shared/list/selection.ts';
import { Failure, Loading } from '../../shared/states/EmptyStates.tsx';
import { nameIncident } from '../rowProps.ts';
import { issueActions } from './issueActions.ts';
import styles from './TopIssueActions.module.css';

type Props = {
  readonly topIssues: Summary['topIssues'];
  readonly filters: IncidentFilters;
  readonly setFilters: (filters: IncidentFilters) => void;
};

function nameAll(rows: readonly IncidentRow[]): string {
  const [only] = rows;
  return only && rows.length === 1 ? nameIncident(only) : `${rows.length} incidents`;
}

/** An outage has actions in its own row: its rooms are not separate incidents. */
const incidentsIn = ({ rows }: IncidentsAnswer): readonly IncidentRow[] =>
  rows.flatMap((row) => (isOutageRow(row) ? [] : [row]));

type ButtonsProps = { readonly incidents: readonly IncidentRow[]; readonly advice: string };

function Buttons({ incidents, advice }: ButtonsProps) {
  const { begin, isPending } = useAct();
  return (
    <div className={styles.buttons}>
      {issueActions(incidents).map(({ action, rows, label }) => (
        <Button
          key={action}
          disabledFocusable={isPending}
          onClick={ignoreDoubleClick(() =>
            begin({
              action,
              targets: rows.map(({ ticket }) => ({ ticket })),
              what: nameAll(rows),
              names: rows.map(nameIncident),
              holders: rows.map(({ assignee }) => assignee),
              advice,
            }),
          )}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

function formatScope(answer: IncidentsAnswer): string {
  const { length } = incidentsIn(answer);
  const total = answer.total - (answer.rows.length - length);
  if (total > length) return `These act on the first ${length} of ${total} incidents.`;
  return total === 1 ? 'These act on 1 incident.' : `These act on all ${total} incidents.`;
}

/**
 * Rendered only while the list is filtered to one issue. The actions apply to the incidents in the list
 * below.
 */
export function IssueActions({ topIssues, filters, setFilters }: Props) {
  const { issue } = filters;
  const found = useQuery({
    queryKey: ['incidents', 'issue', filters],
    queryFn: ({ signal }) => api.incidents(filters, { offset: 0, limit: mostSelected }, signal),
    enabled: issue !== undefined,
  });
  if (issue === undefined) return null;
  const known = topIssues.find(({ type }) => type === issue);
  const incidents = found.data === undefined ? [] : incidentsIn(found.data);
  const [first] = incidents;
  const label = known?.label ?? first?.label ?? issue;
  const advice = known?.recommendedAction ?? first?.recommendedAction ?? '';
  const canAct = issueActions(incidents).length > 0;
  return (
    <section className={styles.issue} aria-labelledby="issue">
      <div className={styles.head}>
        <h2 id="issue">{label}</h2>
        <Button
          appearance="subtle"
          onClick={() => setFilters(changeFilters(filters, { issue: undefined }))}
        >
          Show all issues
        </Button>
      </div>
      {advice !== '' && <p>{`Recommended: ${advice}`}</p>}
      {found.isPending && <Loading rows={1} what="the actions" />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && canAct && (
        <>
          <p className={styles.scope}>{formatScope(found.data)}</p>
          <Buttons incidents={incidents} advice={advice} />
        </>
      )}
    </section>
  );
}

/** Documents that this version cannot read: the effect of each on people, and the next step. */
import { Button } from '@fluentui/react-components';
import type { QuarantineAnswer, UnreadableRow } from '@rooms-pro/core/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { api } from '../../api/client.ts';
import { quarantineQuery } from '../../api/queries.ts';
import { useSubmission } from '../../forms/useSubmission.ts';
import section from '../../shared/Section.module.css';
import { Failure, Loading } from '../../shared/states/EmptyStates.tsx';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import devices from '../SettingsList.module.css';
import styles from './QuarantineList.module.css';

function useCheck() {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  return useSubmission({
    mutationFn: api.checkQuarantine,
    onSuccess: (answer) => {
      client.setQueryData(quarantineQuery.queryKey, answer);
      const intent = answer.total === 0 ? 'success' : 'warning';
      showOutcome({ intent, headline: formatTotal(answer), sentences: [] }, null);
    },
    onError: (error) =>
      showOutcome({ intent: 'error', headline: error.message, sentences: [] }, null),
  });
}

function formatTotal({ total }: QuarantineAnswer): string {
  if (total === 0) return 'All documents can be read.';
  return total === 1
    ? 'One document cannot be read.'
    : `${total.toLocaleString('en-GB')} documents cannot be read.`;
}

function Document({ row }: { row: UnreadableRow }) {
  return (
    <li className={section.main}>
      <strong>{row.name}</strong>
      <div>{row.effect}</div>
      <code className={devices.id}>{`${row.kind} ${row.id}`}</code>
      <div className={section.second}>
        {`${row.fault} Found `}
        <RelativeTime at={row.since} inSentence />.
      </div>
    </li>
  );
}

function NextStep() {
  return (
    <>
      <p>
        A newer version of the product wrote them, or they are damaged. They stay in the database as
        they are, and everything else continues to run.
      </p>
      <p>
        If you went back to this version, install the newer version again. If not, restore the
        documents from a backup. Then choose <strong>Check again</strong>.
      </p>
    </>
  );
}

/** The first two hundred documents, in the order in which they were found. */
export function QuarantineList() {
  const documents = useQuery(quarantineQuery);
  const checking = useCheck();
  const { data, error, isPending } = documents;
  return (
    <section className={section.section} aria-labelledby="documents">
      <div className={section.heading}>
        <h2 id="documents">Documents that cannot be read</h2>
        <Button
          className={styles.check}
          disabledFocusable={checking.isPending}
          onClick={() => checking.submit()?.catch(() => undefined)}
        >
          {checking.isPending ? 'Checking…' : 'Check again'}
        </Button>
      </div>
      {isPending && <Loading rows={2} what="the documents" />}
      {error && !data && <Failure error={error} retry={() => void documents.refetch()} />}
      {data && <p role="status">{formatTotal(data)}</p>}
      {data && data.total > 0 && (
        <div className={styles.next}>
          <NextStep />
        </div>
      )}
      <ul className={section.list}>
        {data?.rows.map((row) => (
          <Document key={`${row.kind} ${row.id}`} row={row} />
        ))}
      </ul>
      {data && data.rows.length < data.total && (
        <p className={section.second}>{`The first ${data.rows.length} are listed.`}</p>
      )}
    </section>
  );
}

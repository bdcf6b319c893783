/** The issued enrolment codes, with the state of each. */
import { Button } from '@fluentui/react-components';
import type { CodeRow, CodesAnswer } from '@rooms-pro/core/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { api } from '../../api/client.ts';
import { codesQuery } from '../../api/queries.ts';
import { ignoreDoubleClick } from '../../forms/doubleClick.ts';
import { useSubmission } from '../../forms/useSubmission.ts';
import section from '../../shared/Section.module.css';
import { Failure, Loading } from '../../shared/states/EmptyStates.tsx';
import { formatDateTime } from '../../shared/time/formatTime.ts';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from '../SettingsList.module.css';

function formatCodeState({ state, used, expiresAt }: CodeRow): string {
  if (state === 'used') return `Used by ${used?.device ?? 'a device'}`;
  if (state === 'revoked') return 'Revoked';
  return `${state === 'open' ? 'Open until' : 'Expired on'} ${formatDateTime(expiresAt)}`;
}

type Props = {
  readonly row: CodeRow;
  readonly isPending: boolean;
  readonly revoke: () => void;
};

function Code({ row, isPending, revoke }: Props) {
  const forWhom = row.device === null ? 'Any device' : row.device;
  return (
    <li className={styles.row}>
      <div className={section.main}>
        <div>
          <strong>{forWhom}</strong>
          {row.room && (
            <>
              {' in '}
              <Link href={`/rooms/${row.room.roomId}`}>{row.room.name}</Link>
            </>
          )}
        </div>
        <div>{formatCodeState(row)}</div>
        <div className={section.second}>
          {`Issued by ${row.by}, `}
          <RelativeTime at={row.issuedAt} inSentence />
        </div>
      </div>
      {row.state === 'open' && (
        <Button
          size="small"
          aria-label={`Revoke the code for ${forWhom}`}
          disabledFocusable={isPending}
          onClick={ignoreDoubleClick(revoke)}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

/** The latest hundred, open ones first. */
export function CodeList() {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  const codes = useQuery(codesQuery);
  const revoking = useSubmission<CodesAnswer, string>({
    mutationFn: (id) => api.revokeCode(id),
    onSuccess: (answer) => {
      client.setQueryData(codesQuery.queryKey, answer);
      showOutcome({ intent: 'success', headline: 'The code is revoked.', sentences: [] }, null);
    },
    onError: (error) =>
      showOutcome({ intent: 'error', headline: error.message, sentences: [] }, null),
  });
  return (
    <section className={section.section} aria-labelledby="codes">
      <h2 id="codes">Enrolment codes</h2>
      {codes.isPending && <Loading rows={2} what="the codes" />}
      {codes.error && !codes.data && (
        <Failure error={codes.error} retry={() => void codes.refetch()} />
      )}
      {codes.data?.rows.length === 0 && (
        <p className={section.second}>No code has been issued yet.</p>
      )}
      <ul className={section.list}>
        {codes.data?.rows.map((row) => (
          <Code
            key={row.id}
            row={row}
            isPending={revoking.isPending}
            revoke={() => void revoking.submit(row.id)?.catch(() => undefined)}
          />
        ))}
      </ul>
    </section>
  );
}

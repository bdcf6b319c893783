/** Keys of devices and gateways, with a search by device or room. A revocation is permanent. */
import { Button } from '@fluentui/react-components';
import type { KeyRow } from '@rooms-pro/core/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { api } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { DialogFrame } from '../../forms/DialogFrame.tsx';
import { Form } from '../../forms/Form.tsx';
import { useSubmission } from '../../forms/useSubmission.ts';
import { FilterText } from '../../shared/list/FilterControls.tsx';
import section from '../../shared/Section.module.css';
import { Failure, Loading } from '../../shared/states/EmptyStates.tsx';
import { formatDateTime } from '../../shared/time/formatTime.ts';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from '../SettingsList.module.css';

function formatKeyState({ revokedAt, validUntil }: KeyRow): string {
  if (revokedAt !== null) return `Revoked on ${formatDateTime(revokedAt)}`;
  return validUntil === null ? 'In use' : `Replaced, good until ${formatDateTime(validUntil)}`;
}

function Key({ row, revoke }: { row: KeyRow; revoke: (row: KeyRow) => void }) {
  return (
    <li className={styles.row}>
      <div className={section.main}>
        <div>
          <strong>{row.name}</strong>
          {row.kind === 'gateway' && ' · gateway'}
          {row.room && (
            <>
              {' in '}
              <Link href={`/rooms/${row.room.roomId}`}>{row.room.name}</Link>
            </>
          )}
        </div>
        <div className={section.second}>
          {`${formatKeyState(row)} · issued `}
          <RelativeTime at={row.issuedAt} inSentence />
        </div>
      </div>
      {row.revokedAt === null && (
        <Button
          size="small"
          aria-label={`Revoke the key of ${row.name}`}
          onClick={() => revoke(row)}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

function useRevoke(close: () => void) {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  return useSubmission({
    mutationFn: (row: KeyRow) => api.revokeKey(row.id),
    onSuccess: (_, row) => {
      const headline = `The key of ${row.name} is revoked.`;
      showOutcome({ intent: 'success', headline, sentences: [] }, null);
    },
    onError: (error) =>
      showOutcome({ intent: 'error', headline: error.message, sentences: [] }, null),
    onSettled: () => {
      close();
      return client.invalidateQueries({ queryKey: ['settings', 'keys'] });
    },
  });
}

function RevokeDialog({ row, close }: { row: KeyRow; close: () => void }) {
  const formId = useId();
  const revoking = useRevoke(close);
  return (
    <DialogFrame
      title={`Revoke the key of ${row.name}?`}
      formId={formId}
      verb="Revoke"
      isPending={revoking.isPending}
      close={close}
    >
      <Form id={formId} submit={() => void revoking.submit(row)?.catch(() => undefined)}>
        <p>
          {row.kind === 'gateway'
            ? 'Its telemetry is no longer accepted, for any of its devices. This cannot be undone: give the gateway another key.'
            : 'Its telemetry is no longer accepted, and its room disconnects. This cannot be undone: enrol the device with another code.'}
        </p>
      </Form>
    </DialogFrame>
  );
}

/** Keys in use come first; a search finds the other keys. */
export function KeyList() {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<KeyRow | null>(null);
  const keys = useQuery(keysQuery(text));
  const { rows = [], total = 0 } = keys.data ?? {};
  return (
    <section className={section.section} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <div className={styles.search}>
        <FilterText
          label="Search by device or room"
          value={text}
          change={(words) => setText(words ?? '')}
        />
      </div>
      {keys.isPending && <Loading rows={4} what="the keys" />}
      {keys.error && !keys.data && <Failure error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data && (
        <p className={section.second} role="status">
          {rows.length < total
            ? `The first ${rows.length} of ${total.toLocaleString('en-GB')}`
            : `${total} ${total === 1 ? 'key' : 'keys'}`}
        </p>
      )}
      <ul className={section.list}>
        {rows.map((row) => (
          <Key key={row.id} row={row} revoke={setAsked} />
        ))}
      </ul>
      {asked && <RevokeDialog row={asked} close={() => setAsked(null)} />}
    </section>
  );
}

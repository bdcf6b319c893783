/** Issues an enrolment code for a device. The code is shown once; a person enters it at the device. */
import {
  Button,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import type { RoomId } from '@rooms-pro/core';
import { type NewCodeAnswer, telemetryLimits } from '@rooms-pro/core/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { api } from '../../api/client.ts';
import { codesQuery, roomQuery } from '../../api/queries.ts';
import { Form } from '../../forms/Form.tsx';
import { LimitedField } from '../../forms/LimitedField.tsx';
import { SubmitButton } from '../../forms/SubmitButton.tsx';
import { useSubmission } from '../../forms/useSubmission.ts';
import section from '../../shared/Section.module.css';
import { formatDateTime } from '../../shared/time/formatTime.ts';
import styles from '../SettingsList.module.css';

function Told({ issued }: { issued: NewCodeAnswer }) {
  const showOutcome = useOutcomeText();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(issued.code);
      showOutcome({ intent: 'success', headline: 'The code is copied.', sentences: [] }, null);
    } catch {
      // A frame may block the clipboard; the person can select the code instead.
      showOutcome(
        { intent: 'warning', headline: 'Select the code and copy it.', sentences: [] },
        null,
      );
    }
  }
  return (
    <MessageBar intent="success" layout="multiline" className={styles.told}>
      <MessageBarBody>
        <MessageBarTitle>Type this code in at the device:</MessageBarTitle>
        <div className={styles.code}>
          <code>{issued.code}</code>
          <Button icon={<Copy20Regular />} onClick={() => void copy()}>
            Copy
          </Button>
        </div>
        {`It is shown only once. It is valid for one device until ${formatDateTime(issued.expiresAt)}.`}
      </MessageBarBody>
    </MessageBar>
  );
}

/** `room`: the room of the device, if the person came from the page of that room. */
export function IssueCode({ room }: { room: RoomId | null }) {
  const client = useQueryClient();
  const [device, setDevice] = useState('');
  const known = useQuery({ ...roomQuery(room ?? 'room-0'), enabled: room !== null });
  const issuing = useSubmission({
    mutationFn: api.issueCode,
    onSuccess: () => client.invalidateQueries({ queryKey: codesQuery.queryKey }),
  });

  function issue(): void {
    const body = { device: device.trim() === '' ? null : device.trim(), room };
    void issuing.submit(body)?.catch(() => undefined);
  }

  const where = room === null ? '' : ` in ${known.data?.name ?? 'the room'}`;
  return (
    <section className={section.section} aria-labelledby="issue-code">
      <h2 id="issue-code">{`Enrol a device${where}`}</h2>
      <p>
        {room === null
          ? 'The device exchanges the code for its own key. Its telemetry determines its room. To choose the room, start from the page of that room.'
          : 'The device exchanges the code for its own key, and belongs to this room.'}
      </p>
      <Form className={styles.issue} submit={issue}>
        <LimitedField
          label="Only for the device"
          hint="The id of the device. Leave empty to allow any device."
          text={device}
          limit={telemetryLimits.deviceCharacters}
        >
          <Input value={device} onChange={(_, data) => setDevice(data.value)} />
        </LimitedField>
        <SubmitButton isPending={issuing.isPending}>Issue a code</SubmitButton>
      </Form>
      <div aria-live="polite">
        {issuing.data && <Told issued={issuing.data} />}
        {issuing.error && (
          <MessageBar intent="error" layout="multiline" className={styles.told}>
            <MessageBarBody>{issuing.error.message}</MessageBarBody>
          </MessageBar>
        )}
      </div>
    </section>
  );
}

/** Edits the profile of a room. Each fault that the server finds is shown at its field. */
import { Field, Input, Select } from '@fluentui/react-components';
import { meetingModeLabels, meetingModes, timeZoneNames } from '@rooms-pro/core';
import { profileLimits, type RoomDetail } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { floorsQuery, summaryQuery } from '../../api/queries.ts';
import { Form } from '../../forms/Form.tsx';
import { GroupsField } from '../../forms/GroupsField.tsx';
import { LimitedField } from '../../forms/LimitedField.tsx';
import { SuggestedInput } from '../../forms/SuggestedInput.tsx';
import type { FormProps } from '../intention.ts';
import styles from './EditRoomForm.module.css';
import {
  faultsByField,
  type RoomDraft,
  toRoomChange,
  toRoomDraft,
  withGroup,
} from './roomEdits.ts';

const longest = profileLimits.textCharacters;

type Faults = ReturnType<typeof faultsByField>;
type PartProps = {
  readonly draft: RoomDraft;
  readonly faults: Faults['fields'];
  readonly set: (part: Partial<RoomDraft>) => void;
};

const faultProps = (fault: string | undefined) =>
  fault === undefined ? {} : { validationMessage: fault };

/** The location of the room, with known buildings, floors and groups as suggestions. */
function PlacePart({ draft, faults, set }: PartProps) {
  const summary = useQuery(summaryQuery);
  const buildings = summary.data?.buildings ?? [];
  const building = draft.building.trim();
  const floors = useQuery({ ...floorsQuery(building), enabled: buildings.includes(building) });
  return (
    <div className={styles.pair}>
      <LimitedField label="Building" text={draft.building} limit={longest} fault={faults.building}>
        <SuggestedInput
          value={draft.building}
          suggestions={buildings}
          change={(text) => set({ building: text })}
        />
      </LimitedField>
      <LimitedField label="Floor" text={draft.floor} limit={longest} fault={faults.floor}>
        <SuggestedInput
          value={draft.floor}
          suggestions={floors.data ?? []}
          change={(floor) => set({ floor })}
        />
      </LimitedField>
    </div>
  );
}

/** The size of the room and its meeting platform. */
function MeetingPart({ draft, faults, set }: PartProps) {
  return (
    <>
      <div className={styles.pair}>
        <Field label="Seats" {...faultProps(faults.capacity)}>
          <Input
            inputMode="numeric"
            value={draft.capacity}
            onChange={(_, data) => set({ capacity: data.value })}
          />
        </Field>
        <Field
          label="Displays"
          hint="In the front of the room, 1 to 16."
          {...faultProps(faults.expectedDisplays)}
        >
          <Input
            inputMode="numeric"
            value={draft.expectedDisplays}
            onChange={(_, data) => set({ expectedDisplays: data.value })}
          />
        </Field>
      </div>
      <div className={styles.pair}>
        <Field label="Meetings" {...faultProps(faults.meetingMode)}>
          <Select
            value={draft.meetingMode}
            onChange={(_, data) => {
              const chosen = meetingModes.find((mode) => mode === data.value);
              if (chosen) set({ meetingMode: chosen });
            }}
          >
            {meetingModes.map((mode) => (
              <option key={mode} value={mode}>
                {meetingModeLabels[mode]}
              </option>
            ))}
          </Select>
        </Field>
        <LimitedField
          label="Time zone"
          text={draft.timeZone}
          limit={longest}
          fault={faults.timeZone}
        >
          <SuggestedInput
            value={draft.timeZone}
            suggestions={timeZoneNames()}
            change={(timeZone) => set({ timeZone })}
          />
        </LimitedField>
      </div>
    </>
  );
}

/** Moves the focus to the first field with a fault, which may be outside the visible area. */
function useFirstFault(faults: Faults): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(faults.fields).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);
  return form;
}

/** The form for an existing room. */
export function EditRoomForm({ intention, ...props }: FormProps) {
  return intention.room && <RoomForm {...props} room={intention.room} />;
}

function RoomForm({ room, formId, submit }: Omit<FormProps, 'intention'> & { room: RoomDetail }) {
  const summary = useQuery(summaryQuery);
  const [draft, setDraft] = useState(() => toRoomDraft(room));
  const [group, setGroup] = useState('');
  const [faults, setFaults] = useState<Faults>({ fields: {}, other: [] });
  const set = (part: Partial<RoomDraft>) => setDraft({ ...draft, ...part });
  const form = useFirstFault(faults);
  const part = { draft, faults: faults.fields, set };

  function check(): void {
    const whole = { ...draft, groups: withGroup(draft.groups, group) };
    const profile = toRoomChange(room, whole);
    if (profile === null) {
      setFaults({ fields: {}, other: ['Nothing has changed yet.'] });
      return;
    }
    submit(
      { action: 'changeProfile', profile },
      { onFaults: (found) => setFaults(faultsByField(found)) },
    );
  }

  return (
    <Form ref={form} id={formId} submit={check} className={styles.form}>
      {faults.other.length > 0 && (
        <p role="alert" className={styles.refused}>
          {faults.other.join(' ')}
        </p>
      )}
      <LimitedField
        label="Name"
        required
        text={draft.name}
        limit={longest}
        fault={faults.fields.name}
      >
        <Input value={draft.name} onChange={(_, data) => set({ name: data.value })} />
      </LimitedField>
      <PlacePart {...part} />
      <GroupsField
        groups={draft.groups}
        written={group}
        suggestions={summary.data?.groups ?? []}
        fault={faults.fields.groups}
        change={(groups, written) => {
          set({ groups });
          setGroup(written);
        }}
      />
      <MeetingPart {...part} />
    </Form>
  );
}

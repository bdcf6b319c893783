/** Adds a person, or changes their role and groups. */
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { type Role, roleLabels, roles } from '@rooms-pro/core';
import { type DirectoryPerson, type PersonRow, peopleLimits } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ApiFailure } from '../../api/apiFailure.ts';
import { summaryQuery } from '../../api/queries.ts';
import { DialogFrame } from '../../forms/DialogFrame.tsx';
import { Form } from '../../forms/Form.tsx';
import { GroupsField } from '../../forms/GroupsField.tsx';
import { LimitedField } from '../../forms/LimitedField.tsx';
import section from '../../shared/Section.module.css';
import styles from '../SettingsDialog.module.css';
import { type Call, formatGranted } from './describePeople.ts';
import {
  checkPersonDraft,
  faultsFromServer,
  type PersonDraft,
  type PersonFaults,
  toPerson,
  toPersonDraft,
} from './peopleEdits.ts';
import { Overtaken, useChangePeople } from './useChangePeople.ts';

type Props = {
  /** The known data of the person. */
  readonly known: Partial<DirectoryPerson>;
  /** The stored person when the dialog opened; `null`: the dialog adds the person. */
  readonly row: PersonRow | null;
  readonly people: readonly PersonRow[];
  readonly call: Call;
  /** The reader, who cannot remove their own access. */
  readonly ownId: string;
  readonly close: () => void;
};

const about: Readonly<Record<Role, string>> = {
  viewer: 'sees the rooms of their groups',
  technician: 'also responds, assigns and reports there',
  lead: 'also suppresses, enrols and orders remediations there',
  manager: 'may do everything everywhere, and says who may do what',
};

type FieldsProps = {
  readonly draft: PersonDraft;
  readonly faults: PersonFaults;
  readonly set: (part: Partial<PersonDraft>) => void;
};

const faultProps = (fault: string | undefined) =>
  fault === undefined ? {} : { validationMessage: fault };

/** Identifies the person. The id of a person who waits or has access is known and cannot be changed. */
function WhoFields({ draft, faults, set, isIdKnown }: FieldsProps & { isIdKnown: boolean }) {
  return (
    <>
      {isIdKnown ? (
        <p className={section.second}>{`Object id ${draft.id}`}</p>
      ) : (
        <LimitedField
          label="Object id"
          required
          hint="The object id of the person in Microsoft Entra, under Users."
          text={draft.id}
          limit={60}
          fault={faults.id}
        >
          <Input
            value={draft.id}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, data) => set({ id: data.value })}
          />
        </LimitedField>
      )}
      <LimitedField
        label="Name"
        required
        hint="The name until the person signs in. After that, the name in Microsoft Entra applies."
        text={draft.name}
        limit={peopleLimits.textCharacters}
        fault={faults.name}
      >
        <Input
          value={draft.name}
          autoComplete="off"
          onChange={(_, data) => set({ name: data.value })}
        />
      </LimitedField>
    </>
  );
}

function MayFields({ draft, faults, set, isKept }: FieldsProps & { isKept: boolean }) {
  const summary = useQuery(summaryQuery);
  return (
    <>
      {isKept ? (
        <p>{`${roleLabels[draft.role]}: ${about[draft.role]}. Only another Manager or the deployment settings can change this role.`}</p>
      ) : (
        <Field label="Role" {...faultProps(faults.role)}>
          <RadioGroup
            value={draft.role}
            onChange={(_, data) => {
              const role = roles.find((one) => one === data.value);
              if (role) set({ role });
            }}
          >
            {roles.map((role) => (
              <Radio key={role} value={role} label={`${roleLabels[role]}: ${about[role]}`} />
            ))}
          </RadioGroup>
        </Field>
      )}
      {draft.role !== 'manager' && (
        <GroupsField
          groups={draft.groups}
          written={draft.written}
          suggestions={summary.data?.groups ?? []}
          fault={faults.groups}
          hint="The room groups they work for. Without a group they see no room."
          whose="the person"
          change={(groups, written) => set({ groups, written })}
        />
      )}
    </>
  );
}

/** The faults that belong to no field. */
function Refused({ error, other }: { error: Error | null; other: readonly string[] }) {
  const isToldAtFields = error instanceof ApiFailure && error.faults.length > 0;
  const said = other.length > 0 ? other.join(' ') : isToldAtFields ? null : error?.message;
  return said ? (
    <p role="alert" className={styles.refused}>
      {said}
    </p>
  ) : null;
}

/** The dialog for one person. It shows concurrent changes of other managers before it sends anything. */
export function PersonDialog({ known, row, people, call, ownId, close }: Props) {
  const formId = useId();
  const [draft, setDraft] = useState(() => toPersonDraft(known));
  const [seen, setSeen] = useState(row);
  const [isGone, setIsGone] = useState(false);
  const [own, setOwn] = useState<PersonFaults>({});
  const change = useChangePeople(call, close);
  const isIdKnown = known.id !== undefined || seen !== null;
  const others = people.filter(({ id }) => id !== (isIdKnown ? draft.id : undefined));
  const sent = change.error instanceof ApiFailure ? change.error.faults : [];
  const found = faultsFromServer(sent, people.filter(({ id }) => id !== draft.id).length + 1);
  const faults = { ...found.fields, ...own };
  const set = (part: Partial<PersonDraft>) => setDraft({ ...draft, ...part });
  const fields = { draft, faults, set };

  function takeOver(error: unknown): void {
    if (!(error instanceof Overtaken)) return;
    // The person changed since the dialog opened. A person who was removed is not added again by
    // accident.
    setIsGone(error.now === null);
    if (error.now === null) return;
    setSeen(error.now);
    setDraft(toPersonDraft(error.now));
  }

  function submit(): void {
    const wrong = checkPersonDraft(draft, others);
    setOwn(wrong);
    if (Object.keys(wrong).length > 0) return;
    const person = toPerson(draft);
    const headline = `${call(person)} ${seen ? 'is now' : 'has access as'} ${formatGranted(person)}.`;
    void change.submit({ id: person.id, seen, person, headline })?.catch(takeOver);
  }

  const who = seen ?? { id: known.id ?? '', name: known.name ?? '' };
  const verb = seen ? 'Change' : known.name ? 'Give access' : 'Add';
  return (
    <DialogFrame
      title={
        seen ? `Change ${call(who)}` : who.name ? `Give access to ${call(who)}` : 'Add a person'
      }
      formId={formId}
      verb={isGone ? null : verb}
      isPending={change.isPending}
      close={close}
    >
      <Form id={formId} submit={submit}>
        <Refused
          error={change.error}
          other={isIdKnown && faults.id ? [...found.other, faults.id] : found.other}
        />
        {!isGone && (
          <>
            <WhoFields {...fields} isIdKnown={isIdKnown} />
            <MayFields {...fields} isKept={seen !== null && (seen.isFixed || seen.id === ownId)} />
          </>
        )}
      </Form>
    </DialogFrame>
  );
}
